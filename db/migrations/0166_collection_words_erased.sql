-- Where an officer met a woman and what she noted tell of her: erased with her record, nothing else of the row.
grant update (note, lat_e6, lon_e6, accuracy_m) on collection_visit to bakhiya_app;
grant update (lat_e6, lon_e6, accuracy_m) on collection to bakhiya_app;

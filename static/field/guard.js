/* Runs in any browser, however old: when the app's own script did not start, it shows the sentence that waits in the page. */
(function () {
  function tell() {
    var sentence = document.getElementById('no-start');
    if (!sentence || document.documentElement.getAttribute('data-started')) return;
    sentence.hidden = false;
    // Nobody will read the digits typed there.
    if (window.bakhiyaLock) window.bakhiyaLock.take();
  }
  function started() {
    var sentence = document.getElementById('no-start');
    if (sentence && document.documentElement.getAttribute('data-started')) sentence.hidden = true;
  }
  var young = 'noModule' in document.createElement('script') && 'toSorted' in Array.prototype && 'allSettled' in Promise;
  if (!young) tell();
  window.addEventListener('error', function () {
    setTimeout(tell, 3000);
  });
  window.setTimeout(tell, 20000);
  window.setInterval(started, 5000);
})();

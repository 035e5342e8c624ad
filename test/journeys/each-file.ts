/**
 * What stands around every journey: a failing step tells what was shown and said, and nothing outlives its file. Arranged here and not
 * where phones and apps are opened: files share their modules, and within a hook it would be too late.
 */
import { afterAll, afterEach } from 'vitest';
import { endFile } from '../after-file.ts';
import { stopApps, tellWhatWasSaid } from './app.ts';
import { closePhones, tellWhatWasShown } from './browser.ts';

afterEach(tellWhatWasShown);
afterEach(tellWhatWasSaid);
// The last to be arranged is the first to run: browsers go before the apps they look at, those before their databases.
afterAll(endFile);
afterAll(stopApps);
afterAll(closePhones);

/** Packages and build as this version of the program wants them; a step of `npm run update`, which replaces its own files. */
import { buildApp, findNode, installPackages } from './lib/prepare.mjs';
import { StepFailed } from './lib/steps.mjs';

try {
  await installPackages();
  await buildApp(findNode());
} catch (error) {
  console.error(error instanceof StepFailed ? error.message : error.stack);
  process.exitCode = 1;
}

/** Compiles src/ui/messages into src/ui/sentences. The build does it by itself; tests and checks call this first. */
import { compile } from '@inlang/paraglide-js';
import { sentencesOptions } from './sentences-options.ts';

await compile(sentencesOptions());
// The compiler leaves half-minute timers behind.
process.exit(0);

import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Types are stripped and code is compiled once, not at every start; where nothing can be kept it only starts slower. Plain
// JavaScript, because Node's stripper of types takes longer to load than this whole process needs to start without it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/code', import.meta.url)));
await import('./main.ts');
flushCompileCache();

import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Keeps compiled code for the next start. Where no file can be written, starts are only slower. Plain JavaScript, because
// the cache has to be on before Node loads its type stripper, which takes long.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/code', import.meta.url)));
await import('./main.ts');
flushCompileCache();

import { errorMessage } from '../core/error-message.ts';

/**
 * From here on, whatever this program does not catch ends it with exit code 1 and one sentence instead of a stack trace. A
 * reader of its output that goes away, such as `head`, ends it in silence.
 *
 * @param program what the sentence calls it: `The doctor`.
 */
export function endOnUncaughtError(program: string): void {
  process.stdout.on('error', () => process.exit(1));
  process.on('uncaughtException', (error: unknown) => {
    process.stderr.write(
      `✕ ${program} stopped: ${errorMessage(error)}. Fix that, or report this line, and run it again.\n`,
    );
    process.exit(1);
  });
}

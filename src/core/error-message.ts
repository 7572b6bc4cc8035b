/** What an error says, in one line without a full stop; of one that says nothing, such as a refused connection, its code. */
export function errorMessage(error: unknown): string {
  const { message = '', code = '' } = error instanceof Error ? (error as Error & { code?: unknown }) : {};
  const [line = ''] = (message || String(code) || String(error)).trim().split('\n');
  return line.replace(/[.:]$/, '');
}

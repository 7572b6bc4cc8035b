/** SQLite's own number for what went wrong, without what extends it; undefined for any other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

/** A delivery report's address taken apart: what it says is in its query. */
export interface ReportAddress {
  readonly path: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** The status word, when it is said in the address. */
  readonly status: string | undefined;
}

export function readReportAddress(url: string): ReportAddress {
  const address = URL.parse(url, 'http://127.0.0.1');
  if (address === null) return { path: url, fields: [], status: undefined };
  const fields = [...address.searchParams].map(([name, value]) => ({ name, value }));
  return { path: address.pathname, fields, status: fields.find(({ name }) => name === 'status')?.value };
}

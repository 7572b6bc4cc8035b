/** A delivery report's address taken apart: what it says is in its query. */
export interface ReportAddress {
  readonly path: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** `read · •••• 3210`, as far as the address says it. */
  readonly summary: string;
}

export function readReportAddress(url: string): ReportAddress {
  const address = URL.parse(url, 'http://127.0.0.1');
  if (address === null) return { path: url, fields: [], summary: '' };
  const fields = [...address.searchParams].map(([name, value]) => ({ name, value }));
  const recipient = address.searchParams.get('mobile');
  const parts = [address.searchParams.get('status'), recipient === null ? null : `•••• ${recipient.slice(-4)}`];
  if (address.pathname.startsWith('/kaleyra/incoming/')) parts.unshift('reply');
  return { path: address.pathname, fields, summary: parts.filter((part) => part !== null).join(' · ') };
}

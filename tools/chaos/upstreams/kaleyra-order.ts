/** What a request to Kaleyra asks for. */
export interface Order {
  readonly note: string;
  readonly to: readonly string[];
  readonly callbackUrl: string | undefined;
  readonly token: string;
  /** A text of one's own, which answers a person. */
  readonly isAnswer: boolean;
}

export async function readOrder(body: Buffer, contentType: string): Promise<Order> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const callbackUrl = field('callback_url') || undefined;
  return {
    note: (field('params') || field('body')).replaceAll('"', ''),
    isAnswer: field('type') === 'text',
    to: field('to').split(','),
    callbackUrl,
    token: (callbackUrl && new URL(callbackUrl).searchParams.get('t')) || field('to'),
  };
}

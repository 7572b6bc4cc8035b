/** Far more than any response that the bot reads. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/**
 * `fetch` for calls to Slack, which reads the response whole. It rejects a response with more than 1 MB, counted after
 * decompression: one from a broken proxy must not fill the memory.
 */
export async function limitedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { body, headers, status, statusText } = response;
  if (body === null) return response;
  return new Response(withReadableHints(await readText(body)), { headers, status, statusText });
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_RESPONSE_BYTES) throw new Error(`a response of Slack has more than ${MAX_RESPONSE_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Slack's client reads the hints of a response, `response_metadata`, before anything else, and throws where they are not lists of
 * text: a message that was posted would count as lost, and be posted again. Such hints are left out.
 */
function withReadableHints(text: string): string {
  const response = jsonOf(text);
  if (response === undefined || !('response_metadata' in response)) return text;
  const { response_metadata: hints, ...rest } = response;
  return isReadable(hints) ? text : JSON.stringify(rest);
}

function jsonOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isReadable(hints: unknown): boolean {
  if (typeof hints !== 'object' || hints === null) return false;
  const { messages = [], warnings = [] } = hints as { readonly messages?: unknown; readonly warnings?: unknown };
  return [messages, warnings].every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'));
}

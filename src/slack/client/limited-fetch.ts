/** Far more than any response that the bot reads. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/**
 * `fetch` for calls to Slack. A response with more than 1 MB breaks off while it is read, counted after decompression: a
 * response from a broken proxy must not fill the memory.
 */
export async function limitedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { body, headers, status, statusText } = response;
  return body === null ? response : new Response(body.pipeThrough(byteLimit()), { headers, status, statusText });
}

function byteLimit(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= MAX_RESPONSE_BYTES) controller.enqueue(chunk);
      else controller.error(new Error(`a response of Slack has more than ${MAX_RESPONSE_BYTES} bytes`));
    },
  });
}

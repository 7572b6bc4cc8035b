export interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * The fields of a request body in the order in which they came: multipart, URL-encoded or a JSON object.
 * A file is given as its name and size. A body that cannot be read has no fields.
 */
export async function readFields(body: Buffer, contentType: string | undefined): Promise<readonly Field[]> {
  const type = (contentType ?? '').toLowerCase();
  if (type.startsWith('multipart/form-data')) return multipart(body, contentType ?? '');
  if (type.startsWith('application/json')) return json(body);
  return [...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => ({ name, value }));
}

async function multipart(body: Buffer, contentType: string): Promise<readonly Field[]> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return [...form].map(([name, value]) => ({ name, value: text(value) }));
  } catch {
    return [];
  }
}

function text(value: File | string): string {
  return typeof value === 'string' ? value : `(file) ${value.name}, ${value.size} bytes`;
}

function json(body: Buffer): readonly Field[] {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return [];
    return Object.entries(parsed).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  } catch {
    return [];
  }
}

/** The first value of that name; undefined when it is absent or only blanks. */
export function fieldOf(fields: readonly Field[], name: string): string | undefined {
  const value = fields.find((field) => field.name === name)?.value;
  return value === undefined || value.trim() === '' ? undefined : value;
}

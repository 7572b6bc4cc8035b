import { z } from 'zod';

/** The JSON schema that an editor checks and completes a file of people with, as the formatter of this repository has it. */
export function schemaText(schema: z.ZodType): string {
  return `${shortListsOnOneLine(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), undefined, 2))}\n`;
}

function shortListsOnOneLine(json: string): string {
  return json.replace(/\[\n\s+"[^"\n]*"(,\n\s+"[^"\n]*")*\n\s+\]/g, (list) =>
    list.replace(/\n\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
}

import { z } from 'zod';
import { TemplateEntry } from './template-entry.ts';

const Templates = z
  .array(TemplateEntry)
  .meta({ id: 'templates', description: 'Templates as Meta’s API gives them, with keys of our own' });

const TemplatesFile = z
  .union([z.object({ templates: Templates }), z.object({ data: Templates }), Templates])
  .meta({ title: 'Templates of the WhatsApp sender' });

/** `templates.schema.json`: what an editor checks and completes `templates.yml` with. */
export function templateSchema(): string {
  const schema = z.toJSONSchema(TemplatesFile, { io: 'input' });
  return `${shortListsOnOneLine(JSON.stringify(schema, undefined, 2))}\n`;
}

/** As the formatter of this repository has it. */
function shortListsOnOneLine(json: string): string {
  return json.replace(/\[\n\s+"[^"\n]*"(,\n\s+"[^"\n]*")*\n\s+\]/g, (list) =>
    list.replace(/\n\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
}

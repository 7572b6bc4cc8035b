import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** The templates that Kaleyra knows for this account, in Meta's component format, as their owner registered them. */
const Button = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  phone_number: z.string().optional(),
});

const Component = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(Button).optional(),
});

const Registered = z.looseObject({
  name: z.string(),
  language: z.string(),
  status: z.string().default('APPROVED'),
  components: z.array(Component),
});

export type RegisteredTemplate = z.infer<typeof Registered>;
export type RegisteredButton = z.infer<typeof Button>;
type RegisteredComponent = z.infer<typeof Component>;

/** Throws when the file is absent or is not a list of templates. */
export async function readTemplateFile(path: string): Promise<readonly RegisteredTemplate[]> {
  const file = z.looseObject({ templates: z.array(Registered) });
  const read = file.safeParse(parse(await readFile(path, 'utf8')));
  if (!read.success) throw new Error(`${path} is not a list of templates: ${z.prettifyError(read.error)}`);
  return read.data.templates;
}

export function componentOf(
  template: RegisteredTemplate,
  type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS',
): RegisteredComponent | undefined {
  return template.components.find((component) => component.type.toUpperCase() === type);
}

/** The media format of the header in lower case; undefined for none or for a text header. */
export function mediaOf(template: RegisteredTemplate): 'image' | 'video' | 'document' | undefined {
  const format = componentOf(template, 'HEADER')?.format?.toLowerCase();
  return format === 'image' || format === 'video' || format === 'document' ? format : undefined;
}

/** How many different `{{…}}` a text has. */
export function countVariables(text: string): number {
  return new Set(text.match(/\{\{\s*\w+\s*\}\}/g)?.map((variable) => variable.replace(/\s/g, ''))).size;
}

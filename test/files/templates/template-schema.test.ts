import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { templateSchema } from '../../../src/files/templates/template-schema.ts';

function file(name: string): Promise<string> {
  return readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');
}

it('keeps the schema for editors as npm run docs writes it', async () => {
  expect(await file('templates.schema.json')).toBe(templateSchema());
});

it('names the schema in the first line of the template file', async () => {
  expect((await file('templates.yml')).split('\n')[0]).toBe('# yaml-language-server: $schema=./templates.schema.json');
});

it('describes what a person can write, numbers without quotes included', () => {
  const schema = templateSchema();

  expect(JSON.parse(schema).anyOf).toHaveLength(3);
  expect(schema).toContain('"labels"');
  expect(schema).toContain('"number"');
});

import { describe, expect, it } from 'vitest';
import type { TemplateStatus } from '../../../src/core/template/template.ts';
import { createProviderTemplates } from '../../../src/flow/templates/provider-templates.ts';
import { BOOKING } from '../../support/sends.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const AT = new Date(Date.UTC(2026, 10, 29));
const LIST = [
  { name: 'a', language: 'en_US', status: 'APPROVED', entry: { of: 'a' } },
  { name: 'a', language: 'it', status: 'APPROVED', entry: undefined },
  { name: 'b', language: undefined, status: undefined, entry: { of: 'nothing' } },
] as const;

function inMs(ms: number): Date {
  return new Date(AT.getTime() + ms);
}

/** The list as it was read, and what callbacks changed since. */
function openList() {
  const templates = createProviderTemplates((entry) =>
    (entry as { readonly of: string }).of === 'a' ? BOOKING : undefined,
  );
  templates.useList(LIST, AT);
  const change = (name: string, language: string | undefined, status: TemplateStatus, ms = 0) =>
    templates.applyStatusChange({ name, language, status }, inMs(ms));
  const statuses = () =>
    templates.templates().map(({ name, language = '*', status = '?' }) => `${name} ${language} ${status}`);
  return { ...templates, change, statuses };
}

const AS_LISTED = ['a en_US APPROVED', 'a it APPROVED', 'b * ?'];

describe('the list of the provider’s templates', () => {
  it('has each entry with its text, where that can be read, and says when it was asked for', () => {
    const { asOf, statuses, templates } = openList();

    expect(statuses()).toEqual(AS_LISTED);
    expect(templates().map(({ template }) => template)).toEqual([BOOKING, undefined, undefined]);
    expect(templates().some((one) => 'entry' in one)).toBe(false);
    expect(asOf()).toEqual(AT);
    expect(createProviderTemplates(() => undefined).asOf()).toBeUndefined();
  });

  it('differs only when it says something else, or when a change is over', () => {
    const { change, asOf, useList } = openList();

    const same = useList([...LIST], inMs(1));
    change('a', 'it', 'PAUSED', 2);
    const changed = [useList(LIST, inMs(3)), useList(LIST, inMs(2 * MINUTE_MS)), useList(LIST.slice(1), inMs(DAY_MS))];

    expect([same, ...changed]).toEqual([false, false, true, true]);
    expect(asOf()).toEqual(inMs(DAY_MS));
  });
});

describe('a template whose status a callback changes', () => {
  it.each<[string, string | undefined, readonly string[]]>([
    ['a', 'it', ['a en_US APPROVED', 'a it PAUSED', 'b * ?']],
    ['a', 'en-us', ['a en_US PAUSED', 'a it APPROVED', 'b * ?']],
    ['a', undefined, ['a en_US PAUSED', 'a it PAUSED', 'b * ?']],
    ['b', 'it', ['a en_US APPROVED', 'a it APPROVED', 'b * PAUSED']],
    ['a', 'hi', [...AS_LISTED, 'a hi PAUSED']],
    ['c', undefined, [...AS_LISTED, 'c * PAUSED']],
  ])('is the one that it names, in the language that it names, and no other: %s %s', (name, language, expected) => {
    const { change, statuses, templates } = openList();
    change(name, language, 'PAUSED');

    expect(statuses()).toEqual(expected);
    expect(templates().filter(({ isStatusOnly }) => isStatusOnly === true)).toHaveLength(expected.length - 3);
  });

  it.each<[string, readonly (readonly [string | undefined, TemplateStatus])[], string]>([
    [
      'the newer one counts',
      [
        ['it', 'PAUSED'],
        ['it', 'APPROVED'],
      ],
      'APPROVED',
    ],
    [
      'one for every language counts over an older one for one',
      [
        ['it', 'PAUSED'],
        [undefined, 'APPROVED'],
      ],
      'APPROVED',
    ],
    [
      'one for one language counts over an older one for all',
      [
        [undefined, 'PAUSED'],
        ['it', 'APPROVED'],
      ],
      'APPROVED',
    ],
    [
      'a warning frees nothing that is held back',
      [
        ['it', 'PAUSED'],
        ['it', 'FLAGGED'],
      ],
      'PAUSED',
    ],
    [
      'what holds back ends a warning',
      [
        ['it', 'FLAGGED'],
        ['it', 'PAUSED'],
      ],
      'PAUSED',
    ],
    [
      'what frees ends a warning',
      [
        ['it', 'FLAGGED'],
        ['it', 'APPROVED'],
      ],
      'APPROVED',
    ],
  ])('is changed by several in turn: %s', (_, changes, expected) => {
    const { change, statuses } = openList();
    for (const [language, status] of changes) change('a', language, status);

    expect(statuses()[1]).toBe(`a it ${expected}`);
  });

  it.each<[TemplateStatus, number, boolean]>([
    ['PAUSED', MINUTE_MS - 1, true],
    ['PAUSED', MINUTE_MS, false],
    ['FLAGGED', 7 * DAY_MS - 1, true],
    ['FLAGGED', 7 * DAY_MS, false],
  ])('keeps %s over a list that was read %i ms later, until the list must know: %s', (status, ms, isKept) => {
    const { change, statuses, useList } = openList();
    change('a', 'it', status);

    useList(LIST, inMs(ms));

    expect(statuses()[1]).toBe(`a it ${isKept ? status : 'APPROVED'}`);
  });
});

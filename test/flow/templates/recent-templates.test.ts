import { describe, expect, it } from 'vitest';
import { createTemplateSearch } from '../../../src/core/search/template-search.ts';
import type { TextCache } from '../../../src/flow/ports/store/text-cache.ts';
import { createFindTemplates } from '../../../src/flow/templates/find-templates.ts';
import { createRecentTemplates } from '../../../src/flow/templates/recent-templates.ts';
import { memoryLog, templateOf } from '../../support/slack.ts';

const ASHA = { teamId: 'T1', actorId: 'U1', channelId: 'C1' };
const BEN = { ...ASHA, actorId: 'U2' };

function recents(cache?: TextCache) {
  const held = new Map<string, string>();
  const memory: TextCache = { get: async (key) => held.get(key), set: async (key, value) => held.set(key, value) };
  return createRecentTemplates({ cache: cache ?? memory, log: memoryLog() });
}

function named(name: string) {
  return templateOf({ name, language: 'en' });
}

describe('recent templates', () => {
  it('are this person’s newest first, then those of the channel', async () => {
    const recent = recents();
    for (const name of ['one', 'two', 'one']) await recent.remember({ ...ASHA, template: named(name) });
    await recent.remember({ ...BEN, template: named('three') });

    expect(await recent.of(ASHA)).toEqual(['one:en', 'two:en', 'three:en']);
    expect(await recent.of(BEN)).toEqual(['three:en', 'one:en', 'two:en']);
    expect(await recent.of({ ...BEN, channelId: 'C2' })).toEqual(['three:en']);
    expect(await recent.of({ ...ASHA, teamId: 'T2' })).toEqual([]);
  });

  it('are the newest few of a person and of a channel, however many were sent', async () => {
    const recent = recents();
    const names = Array.from({ length: 20 }, (_, index) => `t${index}`);
    for (const name of names) await recent.remember({ ...ASHA, template: named(name) });

    expect(await recent.of(ASHA)).toEqual(
      names
        .toReversed()
        .slice(0, 8)
        .map((name) => `${name}:en`),
    );
  });

  it('are none while their store is down or does not answer', async () => {
    const down: TextCache = {
      get: () => Promise.reject(new Error('down')),
      set: () => Promise.reject(new Error('down')),
    };
    const silent: TextCache = { get: () => new Promise(() => undefined), set: async () => true };

    await recents(down).remember({ ...ASHA, template: named('one') });

    expect(await recents(down).of(ASHA)).toEqual([]);
    expect(await recents(silent).of(ASHA)).toEqual([]);
  });

  it('never push out what matches, and never show what does not', async () => {
    const templates = ['one', 'two', 'three'].map(named);
    const find = createFindTemplates({
      catalogue: {
        search: createTemplateSearch(templates),
        find: (name, language) => templates.find((one) => one.name === name && one.language === language),
      },
      recent: { of: async () => ['two:en', 'gone:en', 'three:en'] },
    });
    const names = (found: Awaited<ReturnType<typeof find>>) =>
      [found.recent, found.sendable].map((list) => list.map(({ name }) => name));

    expect(names(await find('', ASHA, 3))).toEqual([['two', 'three'], ['one']]);
    expect(names(await find('one', ASHA, 3))).toEqual([[], ['one']]);
    expect(names(await find('', ASHA, 1))).toEqual([['two'], []]);
  });

  it('are offered in the language in which they were sent, and not at all while they cannot be sent', async () => {
    const templates = [
      templateOf({ name: 'two', language: 'en' }),
      templateOf({ name: 'two', language: 'it' }),
      templateOf({ name: 'off', language: 'en', status: 'PAUSED' }),
    ];
    const find = createFindTemplates({
      catalogue: {
        search: createTemplateSearch(templates),
        find: (name, language) => templates.find((one) => one.name === name && one.language === language),
      },
      recent: { of: async () => ['off:en', 'two:it', 'two:hi'] },
    });

    const { recent, sendable, unsendable } = await find('', ASHA, 10);

    const lists = [recent, sendable, unsendable];
    expect(lists.map((list) => list.map(({ language, name }) => `${name} ${language}`))).toEqual([
      ['two it'],
      ['two en'],
      ['off en'],
    ]);
  });

  it('and all others are left out where the rules do not offer them to this person here', async () => {
    const templates = ['one', 'two', 'three', 'four'].map(named);
    const asked: string[] = [];
    const find = createFindTemplates({
      catalogue: {
        search: createTemplateSearch(templates),
        find: (name) => templates.find((one) => one.name === name),
      },
      recent: { of: async () => ['two:en', 'three:en'] },
      async whyNotOffered(actorId, channelId) {
        asked.push(`${actorId} ${channelId}`);
        return ({ name }) => (['one', 'two'].includes(name) ? { rule: 1, file: 'policy.yml' } : undefined);
      },
    });

    const { recent, sendable } = await find('', ASHA, 10);

    expect([recent, sendable].map((list) => list.map(({ name }) => name))).toEqual([['three'], ['four']]);
    expect(asked).toEqual(['U1 C1']);
  });
});

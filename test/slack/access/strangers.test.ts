import { describe, expect, it } from 'vitest';
import type { TextCache } from '../../../src/flow/ports/store/text-cache.ts';
import { mayPartnerAct } from '../../../src/slack/access/partners.ts';
import { createSharedChannels } from '../../../src/slack/access/shared-channels.ts';
import { createHidesText } from '../../../src/slack/cards/hides-text.ts';
import { shownText } from '../../support/block-walk.ts';
import { cardOf } from '../../support/cards.ts';
import { policyOf } from '../../support/policies.ts';
import { deliveryAt, failure, sendOf } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

/** What survives a restart. */
function cacheOf(entries = new Map<string, string>()): TextCache {
  return {
    get: async (key) => entries.get(key),
    set: async (key, value) => entries.set(key, value),
  };
}

function channels(answer: () => object, now = () => 0, cache = cacheOf()) {
  let asked = 0;
  const shared = createSharedChannels({
    async ask() {
      asked += 1;
      return { ok: true, channel: answer() };
    },
    cache,
    log: memoryLog(),
    now,
  });
  return { shared, asked: () => asked };
}

function failing(code: string) {
  return () => {
    throw Object.assign(new Error(code), { code: 'slack_webapi_platform_error', data: { ok: false, error: code } });
  };
}

const PARTNER = { teamId: 'T2', enterpriseId: undefined, addressedOrgId: undefined };

describe('a channel that is shared with others', () => {
  it('is what Slack says it is, asked once in five minutes', async () => {
    let time = 0;
    const { asked, shared } = channels(
      () => ({ id: 'C1', is_ext_shared: true }),
      () => time,
    );

    expect(await shared.isShared('C1')).toBe(true);
    expect(await shared.isShared('C1')).toBe(true);
    expect(asked()).toBe(1);
    time = 5 * 60_000 + 1;
    await shared.isShared('C1');
    expect(asked()).toBe(2);
  });

  it('is none where only workspaces of one organisation are in it, nor is a direct message', async () => {
    const org = channels(() => ({ id: 'C1', is_shared: true, is_org_shared: true, is_ext_shared: false })).shared;

    expect(await org.isShared('C1')).toBe(false);
    expect(await channels(() => ({ is_ext_shared: true })).shared.isShared('U1')).toBe(false);
  });

  it('is not known while Slack does not answer, and is what it was once it had', async () => {
    expect(await channels(failing('ratelimited')).shared.isShared('C1')).toBeUndefined();

    let time = 0;
    let answer: () => object = () => ({ is_ext_shared: false });
    const { shared } = channels(
      () => answer(),
      () => time,
    );
    await shared.isShared('C1');
    answer = failing('ratelimited');
    time = 5 * 60_000 + 1;
    expect(await shared.isShared('C1')).toBe(false);
  });

  it.each([true, false])(
    'is known to a process that starts while Slack does not answer: shared %s',
    async (isShared) => {
      const cache = cacheOf();
      await channels(() => ({ is_ext_shared: isShared }), undefined, cache).shared.isShared('C1');

      expect(await channels(failing('ratelimited'), undefined, cache).shared.isShared('C1')).toBe(isShared);
    },
  );

  it('is what Slack said also where the ledger cannot keep it', async () => {
    const away = async () => {
      throw new Error('away');
    };
    const cache = { get: away, set: away };

    expect(await channels(() => ({ is_ext_shared: true }), undefined, cache).shared.isShared('C1')).toBe(true);
    expect(await channels(failing('ratelimited'), undefined, cache).shared.isShared('C1')).toBeUndefined();
  });

  it('is known from a stranger who acts there, where the bot may not ask', async () => {
    const { shared } = channels(failing('missing_scope'));
    expect(await shared.isShared('C1')).toBe(false);

    shared.sawStranger('C1');
    expect(await shared.isShared('C1')).toBe(true);
  });
});

describe('a person of another workspace', () => {
  const may = (body: object, partners: readonly string[], person = PARTNER) => {
    const sharedChannels = channels(failing('missing_scope')).shared;
    return mayPartnerAct(person, body, { partnerWorkspaces: () => partners, sharedChannels });
  };

  it('may act in a channel where the policy names the workspace', async () => {
    expect(await may({ command: '/whatsapp-send', channel_id: 'C1' }, ['T2'])).toBe(true);
    expect(await may({ type: 'block_actions', channel: { id: 'C1' } }, ['T2'])).toBe(true);
    expect(await may({ command: '/whatsapp-send', channel_id: 'C1' }, ['T3'])).toBe(false);
    expect(await may({ command: '/whatsapp-send', channel_id: 'C1' }, [])).toBe(false);
    expect(await may({ channel_id: 'C1' }, ['T2'], { ...PARTNER, teamId: undefined as never })).toBe(false);
  });

  it('may not act in a direct message, nor in a view that was opened nowhere', async () => {
    expect(await may({ command: '/whatsapp-send', channel_id: 'D1' }, ['T2'])).toBe(false);
    expect(await may({ type: 'view_submission', view: { private_metadata: '' } }, ['T2'])).toBe(false);
  });

  it('may submit a view that was opened in a channel known to be shared', async () => {
    const sharedChannels = channels(failing('missing_scope')).shared;
    const strangers = { partnerWorkspaces: () => ['T2'], sharedChannels };
    const submission = { type: 'view_submission', view: { private_metadata: 'sig.{"channelId":"C1"}' } };

    expect(await mayPartnerAct(PARTNER, submission, strangers)).toBe(false);
    await mayPartnerAct(PARTNER, { command: '/whatsapp-send', channel_id: 'C1' }, strangers);
    expect(await mayPartnerAct(PARTNER, submission, strangers)).toBe(true);
  });
});

describe('a card in a shared channel', () => {
  const card = { role: 'channel', destination: 'C1' } as const;
  const answers: Readonly<Record<string, boolean>> = { C1: true, C2: false };
  const sharedChannels = { isShared: async (id: string) => answers[id], sawStranger: () => undefined };
  const hides = (policy?: ReturnType<typeof policyOf>) =>
    createHidesText({ ruleBook: { current: () => policy }, strangers: { sharedChannels } });

  it('hides its text, unless the policy shows it there', async () => {
    expect(await hides()(card)).toBe('shared');
    expect(await hides()({ ...card, destination: 'C2' })).toBeUndefined();
    expect(await hides()({ ...card, destination: 'C3' })).toBe('not_known');
    expect(await hides(policyOf('shared_channels: { text: shown }'))(card)).toBeUndefined();
  });

  const failed = deliveryAt(1, { status: 'failed', failure: failure({ text: 'Asha is not on WhatsApp' }) });
  const send = sendOf({ deliveries: [deliveryAt(0), failed] });

  it('has neither the text nor a message ID nor Kaleyra’s words', () => {
    const shown = shownText(cardOf(send, { hidden: 'shared' }).blocks);

    expect(shown).toContain('The text is not shown here');
    expect(shown).toContain('•••• 1111');
    expect(shown).not.toMatch(/Asha|BK-77|9a54b0c1|message ID/);
    expect(shownText(cardOf(send).blocks)).toMatch(/Asha.*9a54b0c1/s);
  });

  it('has what an incident needs while Slack does not say whether it is one: message IDs and codes, and no text', () => {
    const shown = shownText(cardOf(send, { hidden: 'not_known' }).blocks);

    expect(shown).toContain('The text is not shown yet: Slack does not say just now');
    expect(shown).toContain('9a54b0c1');
    expect(shown).toContain(String(failed.failure?.code));
    expect(shown).not.toMatch(/Asha|BK-77/);
  });
});

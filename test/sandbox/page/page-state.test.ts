import { describe, expect, it } from 'vitest';
import { changePage, EMPTY_PAGE, type PageState } from '../../../sandbox/page/state/page-state.ts';
import type { Block, ChatMessage, SandboxEvent, SandboxState, View } from '../../../sandbox/protocol.ts';

const channel = { kind: 'public', isArchived: false, hasBot: true, topic: '' } as const;

const SANDBOX: SandboxState = {
  workspace: 'Acme',
  botName: 'bot',
  members: [
    { id: 'U1', name: 'asha', realName: 'Asha' },
    { id: 'U2', name: 'ben', realName: 'Ben' },
  ],
  channels: [
    { ...channel, id: 'C1', name: 'private', memberIds: ['U1'] },
    { ...channel, id: 'C2', name: 'general', memberIds: ['U1', 'U2'] },
  ],
  commands: [],
  messages: [],
  stacks: [],
  phones: [],
  exchanges: [],
  callbacks: [],
  faults: [],
  bots: [],
  templates: [],
  shortcuts: [],
  hasHome: false,
  homes: [],
};

const INPUT: Block = {
  type: 'input',
  block_id: 'b',
  label: { type: 'plain_text', text: 'Name' },
  element: { type: 'plain_text_input', action_id: 'a' },
};

function message(ts: string, text: string): ChatMessage {
  return {
    ts,
    channelId: 'C1',
    threadTs: undefined,
    author: 'bot',
    text,
    blocks: [],
    ephemeralFor: undefined,
    editedAt: undefined,
  };
}

function view(id: string, hash = 'h1'): View {
  return {
    id,
    hash,
    callbackId: '',
    title: id,
    submit: 'Send',
    close: undefined,
    notifyOnClose: false,
    blocks: [INPUT],
  };
}

function pageAfter(...events: readonly SandboxEvent[]): PageState {
  return [{ type: 'state', state: SANDBOX } as const, ...events].reduce(
    (page, event) => changePage(page, { type: 'event', event }),
    EMPTY_PAGE,
  );
}

const open = (...views: readonly View[]): SandboxEvent => ({ type: 'stack', stack: { memberId: 'U1', views } });
const typed = (page: PageState, viewId: string, value: string) =>
  changePage(page, { type: 'typed', viewId, blockId: 'b', actionId: 'a', input: { type: 'plain_text_input', value } });
const valueIn = (page: PageState, viewId: string) => page.forms.get(viewId)?.values['b']?.['a']?.value;

describe('the messages of the page', () => {
  it('are changed in place by an edit', () => {
    const page = pageAfter(
      { type: 'message', message: message('1.0', 'one') },
      { type: 'message', message: message('2.0', 'two') },
      { type: 'message', message: message('1.0', 'one, edited') },
    );

    expect(page.sandbox?.messages.map(({ text }) => text)).toEqual(['one, edited', 'two']);
  });

  it('stand in the order of their time, also when one comes late', () => {
    const page = pageAfter(
      { type: 'message', message: message('2.0', 'two') },
      { type: 'message', message: message('1.0', 'one') },
    );

    expect(page.sandbox?.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('go when they are deleted', () => {
    const page = pageAfter(
      { type: 'message', message: message('1.0', 'one') },
      { type: 'message_deleted', channelId: 'C1', ts: '1.0' },
    );

    expect(page.sandbox?.messages).toEqual([]);
  });
});

describe('the modals of the page', () => {
  it('give back what was typed when the view above is closed', () => {
    const one = typed(pageAfter(open(view('V1'))), 'V1', 'typed');
    const pushed = changePage(one, { type: 'event', event: open(view('V1'), view('V2')) });
    const back = changePage(pushed, { type: 'event', event: open(view('V1')) });

    expect(valueIn(pushed, 'V2')).toBeNull();
    expect(valueIn(back, 'V1')).toBe('typed');
    expect(back.forms.has('V2')).toBe(false);
  });

  it('keep what was typed through an update and forget its errors', () => {
    const wrong = changePage(typed(pageAfter(open(view('V1'))), 'V1', 'typed'), {
      type: 'answered',
      viewId: 'V1',
      errors: { b: 'Too short.' },
      problem: undefined,
    });
    const updated = changePage(wrong, { type: 'event', event: open(view('V1', 'h2')) });

    expect(wrong.forms.get('V1')).toMatchObject({ errors: { b: 'Too short.' }, refusals: 1 });
    expect(updated.forms.get('V1')?.errors).toEqual({});
    expect(valueIn(updated, 'V1')).toBe('typed');
  });

  it('keep what was typed when the connection comes back', () => {
    const page = typed(pageAfter(open(view('V1'))), 'V1', 'typed');
    const state = { ...SANDBOX, stacks: [{ memberId: 'U1', views: [view('V1')] }] };

    expect(valueIn(changePage(page, { type: 'event', event: { type: 'state', state } }), 'V1')).toBe('typed');
  });

  it('wait for each of two submissions', () => {
    const submitting = { type: 'submitting', viewId: 'V1' } as const;
    const answered = { type: 'answered', viewId: 'V1', errors: undefined, problem: undefined } as const;
    const twice = [submitting, submitting, answered].reduce(changePage, pageAfter(open(view('V1'))));

    expect(twice.forms.get('V1')?.underWay).toBe(1);
    expect(changePage(twice, answered).forms.get('V1')?.underWay).toBe(0);
  });

  it('take no answer once they are closed', () => {
    const closed = pageAfter(open(view('V1')), open());

    expect(changePage(closed, { type: 'answered', viewId: 'V1', errors: {}, problem: 'late' }).forms.size).toBe(0);
  });
});

describe('who acts', () => {
  it('is the first member, in the first channel that they see', () => {
    expect(pageAfter()).toMatchObject({ memberId: 'U1', channelId: 'C1' });
  });

  it('never looks into a channel that they do not see', () => {
    expect(changePage(pageAfter(), { type: 'member', memberId: 'U2' })).toMatchObject({
      memberId: 'U2',
      channelId: 'C2',
    });
  });
});

describe('a message in a conversation that is not in view', () => {
  const elsewhere = { ...message('5.0', '*1 of 2* not delivered, see <#C1|private>'), channelId: 'C2' };

  it('is announced once, by its text', () => {
    const page = pageAfter(
      { type: 'message', message: elsewhere },
      { type: 'message', message: { ...elsewhere, text: 'edited' } },
    );

    expect(page.notices.map(({ text }) => text)).toEqual(['bot in #general: 1 of 2 not delivered, see private']);
  });

  it('is announced by the name of its file when it has no words', () => {
    const file = { ...elsewhere, text: '', files: [{ id: 'F1', name: 'results.csv', size: 12 }] };

    const page = pageAfter({ type: 'message', message: file });

    expect(page.notices.map(({ text }) => text)).toEqual(['bot in #general: results.csv']);
  });

  it('is not announced to those who cannot see it, wrote it, or look at it', () => {
    const page = pageAfter(
      { type: 'message', message: { ...elsewhere, ephemeralFor: 'U2' } },
      { type: 'message', message: { ...elsewhere, ts: '6.0', author: 'U1' } },
      { type: 'message', message: message('7.0', 'in view') },
    );

    expect(page.notices).toEqual([]);
  });
});

describe('notices', () => {
  it('stay until they are dismissed', () => {
    const page = pageAfter({ type: 'notice', memberId: 'U1', text: 'It timed out.' });
    const [notice] = page.notices;

    expect(notice).toMatchObject({ memberId: 'U1', text: 'It timed out.' });
    expect(changePage(page, { type: 'dismissed', id: notice?.id ?? 0 }).notices).toEqual([]);
  });
});

import type { SandboxState } from '../../protocol.ts';
import { MY_NUMBER, type Step } from '../../scenarios/scenario.ts';
import type { Pane } from '../bottom-bar.tsx';
import { localText } from '../kit/elements/date-time-element.tsx';
import type { SandboxPage } from '../sandbox-context.ts';
import { type Beginning, isSeen, newestForMeAlone, newestMessages } from './page-checks.ts';
import { buttonIn, choiceIn, choose, fieldIn, type PageDriver, press, StepFailed, wordsOf } from './page-driver.ts';

/** What performing a step takes: the page's own parts, and a driver for what it draws. */
export interface Stage {
  readonly driver: PageDriver;
  readonly before: Beginning;
  readonly sandbox: () => SandboxState;
  readonly parts: Pick<SandboxPage, 'ask' | 'change'>;
  /** Shows a part of the page. */
  readonly show: (pane: Pane) => void;
}

const MAX_WAIT_SECONDS = 20;

type Performed<Do extends Step['do']> = (step: Extract<Step, { do: Do }>, stage: Stage) => Promise<void>;

const PERFORM: { readonly [Do in Step['do']]: Performed<Do> } = {
  async go({ as, channel }, { sandbox, parts, show, driver }) {
    show('chat');
    const { members, channels } = sandbox();
    const member = members.find(({ name }) => name === as);
    const seen = channels.filter(({ memberIds }) => memberIds.includes(member?.id ?? ''));
    const place = seen.find(({ name }) => name === channel);
    if (member === undefined || place === undefined) throw new StepFailed(`${as} sees no channel ${channel}.`);
    parts.change({ type: 'member', memberId: member.id });
    parts.change({ type: 'channel', channelId: place.id });
    await driver.until(() => document.querySelector(`[data-open="${place.id}"]`) ?? undefined, 2, 'It did not open.');
  },

  async type({ text: typed }, { driver, show, before }) {
    show('chat');
    const text = typed.replace(MY_NUMBER, `+${before.unusedNumber}`);
    const composer = await driver.until(
      () => document.querySelector<HTMLTextAreaElement>('.composer textarea') ?? undefined,
      MAX_WAIT_SECONDS,
      'There is no place to type.',
    );
    await driver.enter(composer, text);
    const isReady = () => composer.value === text && composer.ariaActiveDescendantElement === null;
    await driver.until(isReady, MAX_WAIT_SECONDS, 'The text is not there.');
    await driver.pause(20);
    composer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  },

  async fill({ values }, { driver, show, sandbox }) {
    show('chat');
    for (const [label, value] of Object.entries(values)) {
      const missing = `The form has no field “${label}”.`;
      const field = await driver.until(() => fieldIn(form(), label), MAX_WAIT_SECONDS, missing);
      const code = () => newestCode(sandbox());
      const missingCode = 'No phone has a code.';
      const text = value.includes('{code}') ? await driver.until(code, MAX_WAIT_SECONDS, missingCode) : filled(value);
      await driver.enter(field, text);
    }
  },

  async file({ label, sheet }, { driver, show }) {
    show('chat');
    const missing = `The form has no field “${label}”.`;
    const field = await driver.until(() => fieldIn(form(), label), MAX_WAIT_SECONDS, missing);
    const response = await fetch(`/sandbox/sheet?name=${sheet}`);
    if (!(field instanceof HTMLInputElement) || !response.ok) throw new StepFailed(`There is no file ${sheet}.`);
    choose(field, new File([await response.blob()], sheet, { type: 'text/csv' }));
    const isThere = () => wordsOf(form()).includes(sheet);
    await driver.until(isThere, MAX_WAIT_SECONDS, 'The file was not taken.');
  },

  async tick({ choice }, { driver, show }) {
    show('chat');
    const missing = `The form has no choice “${choice}”.`;
    press(await driver.until(() => choiceIn(form(), choice), MAX_WAIT_SECONDS, missing));
  },

  async press({ button }, { driver, show }) {
    show('chat');
    const missing = `The form has no button “${button}”.`;
    press(await driver.until(() => buttonIn(form(), button), MAX_WAIT_SECONDS, missing));
  },

  async click({ button, isForMeAlone }, { driver, before, show }) {
    show('chat');
    const missing = `The bot’s message has no button “${button}”.`;
    const messages = () => (isForMeAlone === true ? newestForMeAlone(before) : newestMessages(before));
    press(await driver.until(() => buttonOf(messages(), button), MAX_WAIT_SECONDS, missing));
  },

  async confirm({ button }, { driver }) {
    const missing = `Nothing asks whether it is meant, with “${button}”.`;
    const question = () => document.querySelector<HTMLElement>('dialog.confirm');
    press(await driver.until(() => buttonIn(question(), button), MAX_WAIT_SECONDS, missing));
  },

  async fault({ id, isOn, once }, { parts, show }) {
    show('faults');
    await parts.ask('fault', { id, isOn, ...(once === true ? { once } : {}) });
    document.querySelector(`[data-fault="${id}"]`)?.scrollIntoView({ block: 'center' });
  },

  async phone({ number: named, act, text, hoursAgo }, { parts, sandbox, show, driver, before }) {
    show('phones');
    const number = named.replace(MY_NUMBER, before.unusedNumber);
    const row = () => document.querySelector<HTMLElement>(`[data-number="${number}"] button`) ?? undefined;
    // A person may write before any message has come: the phone appears with it.
    const mayBeNew = () => act === 'write' && document.querySelector('[data-number]') !== null;
    const found = await driver.until(() => row() ?? mayBeNew(), MAX_WAIT_SECONDS, 'There is no such phone.');
    const isOpened = act === 'read' || text !== undefined;
    if (found !== true && isOpened && found.ariaExpanded !== 'true') press(found);
    const details = { ...detailsOf(act, text, number, sandbox()), ...(hoursAgo !== undefined && { hoursAgo }) };
    const answer = await parts.ask('phone', { number, do: act, ...details });
    if (answer?.problem !== undefined) throw new StepFailed(answer.problem);
  },

  async template({ name, language, status }, { parts, show }) {
    show('kaleyra');
    await parts.ask('template', { name, language, status, isAnnounced: false });
  },

  async rules({ isOn, quietHours }, { parts }) {
    const answer = await parts.ask('policy', { isOn, quietHours });
    if (answer?.problem !== undefined) throw new StepFailed(answer.problem);
  },

  async mode({ mode, mirrorsOptOuts }, { parts, show }) {
    show('bot');
    const answer = await parts.ask('mode', { mode, mirrorsOptOuts });
    if (answer?.problem !== undefined) throw new StepFailed(answer.problem);
  },

  async bot({ order, name }, { parts, show }) {
    show('bot');
    const answer = await parts.ask('bot', { do: order, name });
    if (answer?.problem !== undefined) throw new StepFailed(answer.problem);
  },

  async see(step, { driver, sandbox, before, show }) {
    show(isOnPhones(step) ? 'phones' : 'chat');
    const { what, withinSeconds = MAX_WAIT_SECONDS } = step;
    await driver.until(
      () => isSeen(step, sandbox(), before),
      withinSeconds,
      `Not seen in ${withinSeconds} s: ${what}.`,
    );
  },
};

/** A tap names its button by the words on it. */
function detailsOf(act: string, text: string | undefined, number: string, { phones }: SandboxState): object {
  if (text === undefined) return {};
  if (act !== 'tap') return { text };
  const message = phones.find((phone) => phone.number === number)?.messages.at(-1);
  const button = message?.buttons.findIndex(({ label }) => label.startsWith(text)) ?? -1;
  if (message === undefined || button < 0) throw new StepFailed(`The newest message there has no button “${text}”.`);
  return { messageId: message.messageId, button };
}

function isOnPhones({ count, words }: Extract<Step, { do: 'see' }>): boolean {
  return count?.of === 'phone messages' || count?.of === 'phones that rang twice' || words?.in === 'panel';
}

/** Throws {@link StepFailed} with a sentence when the step cannot be done or what it waits for does not come. */
export function perform<Do extends Step['do']>(
  step: Extract<Step, { do: Do }> & { do: Do },
  stage: Stage,
): Promise<void> {
  return PERFORM[step.do](step, stage);
}

/** What stands for a number or a time is put in. */
function filled(value: string): string {
  return value
    .replace('{n}', anyNumber())
    .replace(/\{in (\d+) minutes\}/, (_, minutes: string) => localText(Date.now() / 1000 + Number(minutes) * 60));
}

/** The six digits in the message that came to a phone last. */
function newestCode({ phones }: SandboxState): string | undefined {
  const received = phones.flatMap(({ messages }) => messages);
  const newest = received.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
  return /(?<!\d)\d{6}(?!\d)/.exec(newest?.body ?? '')?.[0];
}

/** The bot asks back when the same message goes to the same person twice. */
function anyNumber(): string {
  return String(Math.floor(100 + Math.random() * 9900));
}

/** The first of these messages that has the button says which one is meant. */
function buttonOf(messages: readonly HTMLElement[], button: string): HTMLElement | undefined {
  return messages.flatMap((message) => buttonIn(message, button) ?? []).at(0);
}

function form(): HTMLElement | null {
  return document.querySelector<HTMLElement>('dialog.view');
}

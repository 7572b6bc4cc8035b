import type { Fault, Phone, SandboxState } from '../../protocol.ts';
import type { Step } from '../../scenarios/scenario.ts';

const PHONE_ACTS = {
  read: 'reads the message',
  tap: 'taps a button',
  write: 'writes back',
  react: 'reacts to the message',
  photo: 'sends a photo',
  leave_whatsapp: 'leaves WhatsApp',
  join_whatsapp: 'joins WhatsApp',
  block: 'blocks the business',
  unblock: 'unblocks the business',
} as const;

const ORDERS = { kill: 'is killed (SIGKILL)', stop: 'is stopped', start: 'is started' } as const;

/** What a step does, in one sentence for those who watch. */
export function sentenceOf(step: Step, { faults, phones }: Pick<SandboxState, 'faults' | 'phones'>): string {
  switch (step.do) {
    case 'go':
      return `${capital(step.as)} looks into ${step.channel === 'whatsapp-send' ? 'the bot’s direct messages' : `#${step.channel}`}`;
    case 'type':
      return `Types ${step.text.split(' ').slice(0, 2).join(' ')}…`;
    case 'fill':
      return 'Fills in the form';
    case 'file':
      return `Chooses the file ${step.sheet}`;
    case 'tick':
      return `Presses “${step.choice}”`;
    case 'press':
      return step.button === 'Send to' ? 'Presses Send' : `Presses ${step.button}`;
    case 'click':
      return `Presses ${step.button} under the bot’s message`;
    case 'confirm':
      return `Is asked whether it is meant, and presses ${step.button}`;
    case 'fault':
      return faultSentence(step, faults);
    case 'phone':
      return `${ownerOf(step.number, phones)} ${PHONE_ACTS[step.act]}${step.text === undefined ? '' : `: “${step.text}”`}`;
    case 'template':
      return `WhatsApp: ${step.name} is now ${step.status.toLowerCase()}`;
    case 'rules':
      return rulesSentence(step);
    case 'mode':
      return `The bot starts anew with MODE=${step.mode}${step.mirrorsOptOuts === true ? ' and MIRROR_OPTOUTS=true' : ''}`;
    case 'bot':
      return `${step.name} ${ORDERS[step.order]}`;
    case 'see':
      return step.what;
  }
}

function rulesSentence({ isOn, quietHours }: Extract<Step, { do: 'rules' }>): string {
  if (quietHours === true)
    return isOn
      ? 'Quiet hours are switched on: they have begun in India, and not in Europe'
      : 'The quiet hours are taken out of the rules';
  return isOn ? 'The rules of sandbox/policy.yml are switched on' : 'The rules are switched off';
}

function faultSentence(step: Extract<Step, { do: 'fault' }>, faults: readonly Fault[]): string {
  const title = faults.find(({ id }) => id === step.id)?.title ?? step.id;
  return step.isOn ? `Fault on: ${title}` : `Fault off: ${title}`;
}

function ownerOf(number: string, phones: readonly Phone[]): string {
  return phones.find((phone) => phone.number === number)?.owner.split(' ')[0] ?? 'The recipient';
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

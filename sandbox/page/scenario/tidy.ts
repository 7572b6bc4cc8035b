import type { SandboxState } from '../../protocol.ts';
import { MY_NUMBER, type Step } from '../../scenarios/scenario.ts';
import type { SandboxPage } from '../sandbox-context.ts';

/** Back to the start: no forms open, no faults, no rules, messages leave, the first bot running. A page that was closed half-way left some. */
export async function tidyUp({ stacks, faults, bots }: SandboxState, ask: SandboxPage['ask']): Promise<void> {
  for (const { memberId, views } of stacks) {
    const viewId = views.at(-1)?.id;
    if (viewId !== undefined) await ask('close', { memberId, viewId, all: true });
  }
  for (const { id } of faults.filter(({ isOn }) => isOn)) await ask('fault', { id, isOn: false });
  await ask('policy', { isOn: false });
  await ask('mode', { mode: 'live' });
  const hasRunning = bots.some(({ state }) => state === 'running');
  const [first] = bots;
  if (first !== undefined && !hasRunning) await ask('bot', { do: 'start', name: first.name });
}

const UNDONE = { leave_whatsapp: 'join_whatsapp', block: 'unblock' } as const;

/** What these steps did to phones and templates is taken back. */
export async function giveBack(steps: readonly Step[], ask: SandboxPage['ask']): Promise<void> {
  for (const step of steps) await undo(step, ask);
}

async function undo(step: Step, ask: SandboxPage['ask']): Promise<void> {
  if (step.do === 'template') {
    const { name, language } = step;
    await ask('template', { name, language, status: 'APPROVED', isAnnounced: true });
  }
  // A number that no other scenario uses stays as it is.
  if (step.do !== 'phone' || step.number === MY_NUMBER) return;
  const { act, number, text } = step;
  if (act === 'write' && text === 'STOP') await ask('phone', { number, do: 'write', text: 'START' });
  if (act === 'leave_whatsapp' || act === 'block') await ask('phone', { number, do: UNDONE[act] });
}

import type { Explanations } from '../../core/explanations/explanation.ts';
import { formatCount } from '../../core/format.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Send } from '../../core/send/send.ts';
import { type AgainScope, againCounts, againRecipients, againWarning, safeScope } from '../../core/send/send-again.ts';
import { isTemplateMessage, type TemplateMessage } from '../../core/template/message/message.ts';
import { valuesOf } from '../../core/template/message/message-values.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import { MAX_INPUT_LENGTH } from '../limits.ts';
import type { Again } from './again-blocks.ts';
import type { ComposeState } from './compose-view.ts';
import type { ChoiceValues, Chosen } from './template/template-inputs.ts';

/** A send whose message is a template: an answer is made again by answering. */
type TemplateSend = Send & { readonly message: TemplateMessage };

export function isTemplateSend(send: Send): send is TemplateSend {
  return isTemplateMessage(send.message);
}

/**
 * The form filled in like an earlier send. It is reviewed and confirmed like any other.
 *
 * @param actorId who asked: a private template's values are shown only to the person who typed them.
 * @param knowsRecipients whether the person may read the whole numbers; else they are masked, and no field has them.
 */
export function againState(
  send: TemplateSend,
  actorId: string,
  catalogue: Pick<FreshCatalogue, 'find' | 'freshness'>,
  explanations: Explanations,
  knowsRecipients: boolean,
): ComposeState {
  const scope = safeScope(againCounts(send.deliveries, explanations));
  const { again, recipients, banner } = againChoice(send, scope, explanations, knowsRecipients);
  const { chosen, problem } = templateNow(send, catalogue);
  const isHidden = send.template?.isPrivate === true && actorId !== send.actorId;
  const sentences = [problem, isHidden ? HIDDEN : undefined, banner].filter((sentence) => sentence !== undefined);
  return {
    chosen,
    values: isHidden ? {} : typedValues(send, chosen),
    recipients,
    sender: send.sender,
    channelId: send.channelId,
    metadata: { channelId: send.channelId, parentId: send.id, kept: {}, again },
    freshness: catalogue.freshness(),
    banner: sentences.length === 0 ? undefined : sentences.join(' '),
  };
}

const MAX_MASKED = 5;
const HIDDEN = 'Its values are not filled in: the template is private, and a colleague sent it.';

function typedValues({ message }: TemplateSend, chosen: Chosen | undefined): ChoiceValues {
  if (chosen?.kind !== 'by_name') return valuesOf(message);
  return { template_name: message.template, params: message.parameters.join('\n') };
}

/** What the choice of recipients fills into the form; without one the field stays empty. */
export function againChoice(
  { deliveries }: Pick<Send, 'deliveries'>,
  scope: AgainScope | undefined,
  explanations: Explanations,
  knowsRecipients: boolean,
): { readonly again: Again; readonly recipients: string; readonly banner: string | undefined } {
  const warning = againWarning(scope, deliveries, explanations);
  const again = {
    ...(scope === undefined ? {} : { scope }),
    ...againCounts(deliveries, explanations),
    ...(warning === undefined ? {} : { warning }),
  };
  const numbers = againRecipients(deliveries, scope, explanations);
  if (!knowsRecipients) {
    const shown = numbers.slice(0, MAX_MASKED).map(maskPhoneNumber);
    return { again: { ...again, hidden: { count: numbers.length, shown } }, recipients: '', banner: undefined };
  }
  const fitting = howManyFit(numbers);
  const banner =
    fitting === numbers.length
      ? undefined
      : `The first ${formatCount(fitting)} of ${formatCount(numbers.length)} recipients are filled in: Slack’s field has no room for more. Send to the others after that.`;
  return { again, recipients: numbers.slice(0, fitting).join('\n'), banner };
}

function howManyFit(numbers: readonly string[]): number {
  let room = MAX_INPUT_LENGTH + 1;
  const at = numbers.findIndex((number) => {
    room -= number.length + 1;
    return room < 0;
  });
  return at < 0 ? numbers.length : at;
}

interface TemplateNow {
  readonly chosen: Chosen | undefined;
  readonly problem: string | undefined;
}

/** The template as it is now: it may have changed or be gone. */
function templateNow(
  { template: before, message }: TemplateSend,
  catalogue: Pick<FreshCatalogue, 'find' | 'freshness'>,
): TemplateNow {
  if (before === undefined) return { chosen: { kind: 'by_name', name: message.template }, problem: undefined };
  const template = catalogue.find(before.name, before.language);
  if (template === undefined) {
    return { chosen: undefined, problem: `${before.name} is no longer in the list of templates. Choose another one.` };
  }
  const chosen = { kind: 'listed', template } as const;
  const isChanged = template.body.text !== before.body.text;
  return { chosen, problem: isChanged ? `${template.name} has changed since then: read it again.` : undefined };
}

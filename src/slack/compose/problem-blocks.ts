import type { Block, KnownBlock } from '@slack/types';
import { cutText } from '../../core/text.ts';
import type { InputField, InputProblem } from '../../flow/send/review-send.ts';
import { PARAMS_INPUT, RECIPIENTS_INPUT, TEMPLATE_INPUT, TEMPLATE_NAME_INPUT } from '../ids.ts';
import { dependsOnTemplate } from './template/template-inputs.ts';

/** Slack documents no limit for an error under an input. */
const MAX_ERROR_LENGTH = 2000;

/**
 * Errors by `block_id`, as Slack wants them: each problem under its own input, or under the nearest one that is shown.
 * Several problems of one input are joined.
 */
export function problemsByBlock(
  problems: readonly InputProblem[],
  blocks: readonly (KnownBlock | Block)[],
): Record<string, string> {
  const shown = new Map(blocks.flatMap(inputIn));
  const [anyBlock = RECIPIENTS_INPUT] = shown.values();
  const errors: Record<string, string> = {};
  for (const { field, sentence } of problems) {
    const block = inputsFor(field).flatMap((input) => shown.get(input) ?? [])[0] ?? anyBlock;
    const before = errors[block];
    const joined = before === undefined ? sentence : `${before} ${sentence}`;
    // A sentence that does not fit is left for the next try, rather than cut.
    errors[block] = joined.length <= MAX_ERROR_LENGTH ? joined : (before ?? cutText(sentence, MAX_ERROR_LENGTH));
  }
  return errors;
}

/** The inputs that a problem may be shown under, best first. */
function inputsFor(field: InputField): string[] {
  if (field === PARAMS_INPUT) return [field, TEMPLATE_NAME_INPUT, TEMPLATE_INPUT];
  if (dependsOnTemplate(field)) return [field, PARAMS_INPUT, TEMPLATE_INPUT];
  return [field, RECIPIENTS_INPUT];
}

function inputIn(block: KnownBlock | Block): [actionId: string, blockId: string][] {
  if (block.type !== 'input' || block.block_id === undefined || !('element' in block)) return [];
  const { element } = block;
  if (typeof element !== 'object' || element === null || !('action_id' in element)) return [];
  return typeof element.action_id === 'string' ? [[element.action_id, block.block_id]] : [];
}

import type { KnownBlock } from '@slack/types';
import { warningOf } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import { notComparedLine, textWarning } from '../../core/template/text-note.ts';
import { plainText } from '../blocks/inputs.ts';

const MAX_LENGTH = 3000;

/** What somebody has to know before sending: in the size of the message itself, so that it is not passed over. */
export function warningBlock(sentence: string): KnownBlock {
  return { type: 'section', text: plainText(`⚠ ${sentence}`, MAX_LENGTH) };
}

/** What to know of a template under its text in the form. */
export function templateNoteBlocks(template: Template): KnownBlock[] {
  const warnings = [textWarning(template), warningOf(template)].filter((sentence) => sentence !== undefined);
  const remark = notComparedLine(template);
  return [
    ...warnings.map((sentence, at) => ({ ...warningBlock(sentence), block_id: `template_warning_${at}` })),
    ...(remark === undefined
      ? []
      : [{ type: 'context' as const, block_id: 'template_remark', elements: [plainText(remark, MAX_LENGTH)] }]),
  ];
}

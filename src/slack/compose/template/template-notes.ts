import type { KnownBlock } from '@slack/types';
import { warningOf } from '../../../core/template/sendability.ts';
import type { Template } from '../../../core/template/template.ts';
import { notComparedLine, textWarning } from '../../../core/template/text-note.ts';
import { contextBlock, warningBlock } from '../../blocks/basic-blocks.ts';

/** What to know of a template under its text in the form. */
export function templateNoteBlocks(template: Template): KnownBlock[] {
  const warnings = [textWarning(template), warningOf(template)].filter((sentence) => sentence !== undefined);
  const remark = notComparedLine(template);
  return [
    ...warnings.map((sentence, at) => warningBlock(`template_warning_${at}`, sentence)),
    ...(remark === undefined ? [] : [{ ...contextBlock(remark), block_id: 'template_remark' }]),
  ];
}

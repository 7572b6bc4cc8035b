import { describe, expect, it } from 'vitest';
import { templateBlocks } from '../../../src/slack/compose/template/template-inputs.ts';

/** Where the cursor stands when the form opens. */
function focused(name: string): readonly string[] {
  const blocks = templateBlocks({ kind: 'by_name', name }, {});
  return blocks.flatMap((block) =>
    block.type === 'input' && 'focus_on_load' in block.element && block.element.focus_on_load === true
      ? [block.label.text]
      : [],
  );
}

describe('a template that is sent by its name', () => {
  it('is asked for its name first, and for its values where that is known', () => {
    expect(focused('')).toEqual(['Template name']);
    expect(focused('booking_confirm')).toEqual(['Values, one on each line']);
  });
});

import { useRef } from 'preact/hooks';
import type { View, ViewState } from '../../protocol.ts';
import type { BlockPlace } from '../kit/block-place.ts';
import { useSandbox } from '../sandbox-context.ts';
import { checkInputs } from '../state/check-inputs.ts';
import type { Form } from '../state/forms.ts';
import { withInput } from '../state/view-inputs.ts';

/** What a view does: holds what is typed, tells the bot of it, submits, closes. */
export function useViewForm(view: View, form: Form) {
  const { memberId, change, ask, act } = useSandbox();
  // What was typed counts at once, even before it is drawn.
  const values = useRef<ViewState>(form.values);
  values.current = form.values;
  const place: BlockPlace = {
    values: form.values,
    errors: form.errors,
    viewId: view.id,
    setInput: (blockId, actionId, input) => {
      values.current = withInput(values.current, blockId, actionId, input);
      change({ type: 'typed', viewId: view.id, blockId, actionId, input });
    },
    dispatch: (blockId, actionId, element) =>
      act('action', { memberId, container: { viewId: view.id }, blockId, actionId, element, state: values.current }),
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (view.submit === undefined) return;
    const refused = checkInputs(view.blocks, values.current);
    if (Object.keys(refused).length > 0) {
      change({ type: 'refused', viewId: view.id, errors: refused });
      return;
    }
    change({ type: 'submitting', viewId: view.id });
    const answer = await ask('submit', { memberId, viewId: view.id, state: values.current });
    change({ type: 'answered', viewId: view.id, errors: answer?.errors, problem: answer?.problem });
  };
  return { place, submit, close: (all: boolean) => act('close', { memberId, viewId: view.id, all }) };
}

import { useEffect, useId, useRef } from 'preact/hooks';
import { type Fields, fieldsOf, textOf } from '../../unknown-value.ts';
import { TextObject } from '../passages.tsx';

/** Slack's `confirm` object: asks before an element acts. The browser's own dialog keeps the focus inside. */
export function ConfirmDialog({
  confirm,
  onAnswer,
}: {
  readonly confirm: Fields;
  readonly onAnswer: (isSure: boolean) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const { title, text, confirm: yes, deny, style } = confirm;
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby={titleId} onCancel={() => onAnswer(false)}>
      <h2 id={titleId}>{textOf(fieldsOf(title)['text'])}</h2>
      <div class="confirm-text">
        <TextObject value={text} />
      </div>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={() => onAnswer(false)}>
          {textOf(fieldsOf(deny)['text']) || 'Cancel'}
        </button>
        <button
          type="button"
          class={style === 'danger' ? 'button button-danger' : 'button button-primary'}
          onClick={() => onAnswer(true)}
        >
          {textOf(fieldsOf(yes)['text']) || 'Yes'}
        </button>
      </div>
    </dialog>
  );
}

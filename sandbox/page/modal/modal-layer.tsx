import { useEffect, useRef } from 'preact/hooks';
import type { ViewStack } from '../../protocol.ts';
import type { Forms } from '../state/forms.ts';
import { isGuideFocused } from './keep-focus-inside.ts';
import { ViewDialog } from './view-dialog.tsx';

/** The acting member's modal: the top view of the stack, over the workspace and not over the side panel. */
export function ModalLayer({ stack, forms }: { readonly stack: ViewStack | undefined; readonly forms: Forms }) {
  const depth = stack?.views.length ?? 0;
  useFocusBack(depth > 0);
  const before = useRef(0);
  const isGoingBack = depth < before.current;
  useEffect(() => {
    before.current = depth;
  }, [depth]);
  const view = stack?.views.at(-1);
  const form = view && forms.get(view.id);
  if (stack === undefined || view === undefined || form === undefined) return undefined;
  return (
    <div class="modal-layer">
      <ViewDialog key={view.id} view={view} form={form} depth={depth} isGoingBack={isGoingBack} />
    </div>
  );
}

/** Gives the focus back to what had it before the modal opened. */
function useFocusBack(isOpen: boolean) {
  const previous = useRef<Element | null>(null);
  if (isOpen && previous.current === null) previous.current = document.activeElement;
  useEffect(() => {
    if (isOpen) return;
    const { current } = previous;
    previous.current = null;
    if (current instanceof HTMLElement && current.isConnected && !isGuideFocused()) current.focus();
  }, [isOpen]);
}

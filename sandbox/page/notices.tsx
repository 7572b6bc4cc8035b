import { useEffect } from 'preact/hooks';
import { useSandbox } from './sandbox-context.ts';
import type { Notice } from './state/page-state.ts';

const SHOWN_MS = 9000;

/** Sentences that belong to no message; they go by themselves or when they are dismissed. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  return (
    <div class="notices" role="status">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { change } = useSandbox();
  const { id, text } = notice;
  useEffect(() => {
    const timer = setTimeout(() => change({ type: 'dismissed', id }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [change, id]);
  return (
    <div class="notice">
      <p>{text}</p>
      <button
        type="button"
        class="button button-icon"
        aria-label="Dismiss"
        onClick={() => change({ type: 'dismissed', id })}
      >
        ✕
      </button>
    </div>
  );
}

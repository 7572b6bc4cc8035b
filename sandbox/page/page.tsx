import { render } from 'preact';
import { SandboxContext } from './sandbox-context.ts';
import { usePage } from './state/use-page.ts';
import { Workspace } from './workspace.tsx';

function SandboxApp() {
  const { page, parts } = usePage();
  return (
    <SandboxContext.Provider value={parts}>
      {page.sandbox === undefined ? (
        <p class="connecting" role="status">
          Connecting to the sandbox…
        </p>
      ) : (
        <Workspace page={page} sandbox={page.sandbox} />
      )}
    </SandboxContext.Provider>
  );
}

const place = document.getElementById('page');
if (place !== null) render(<SandboxApp />, place);

import { openFileCatalogue } from './files/file-catalogue.ts';
import { readOneTemplate } from './files/read-templates.ts';
import type { Log } from './flow/ports/log.ts';
import type { TextCache } from './flow/ports/text-cache.ts';
import { createLiveCatalogue, type LiveCatalogue } from './flow/templates/live-catalogue.ts';
import { createTemplateStatus, type TemplateStatusOptions } from './kaleyra/templates/status-callback.ts';

export type Templates = LiveCatalogue & { close(): Promise<void> };

/** The file and Kaleyra's list as one catalogue. It has the file's templates at once; `start` brings in the rest. */
export async function openTemplates(options: {
  readonly path: string;
  readonly account: TemplateStatusOptions;
  readonly cache: TextCache;
  readonly log: Log;
}): Promise<Templates> {
  const { path, account, cache, log } = options;
  const file = await openFileCatalogue({ path, log });
  const kaleyra = createTemplateStatus(account);
  const templates = createLiveCatalogue({
    file,
    listTemplates: kaleyra.listTemplates,
    readEntry: readOneTemplate,
    cache,
    now: () => new Date(),
    log,
  });
  return {
    ...templates,
    async close() {
      templates.stop();
      file.close();
      await kaleyra.close();
    },
  };
}

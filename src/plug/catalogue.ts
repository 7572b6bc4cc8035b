import type { Config } from '../config/config.ts';
import { openFileCatalogue } from '../files/templates/file-catalogue.ts';
import { readOneTemplate } from '../files/templates/read-templates.ts';
import { createLiveCatalogue } from '../flow/templates/live-catalogue.ts';
import { createTemplateList } from '../kaleyra/templates/template-list.ts';
import type { Logging } from '../logging/logger.ts';
import type { LazyStore } from '../store/lazy-store.ts';

interface Base {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
}

/** The file's templates and Kaleyra's list as one catalogue. The file is read at once, Kaleyra's list after `start`. */
export async function openCatalogue({ config, logging: { log }, store }: Base) {
  const file = await openFileCatalogue({ path: config.values.TEMPLATES_FILE, log });
  const kaleyra = createTemplateList(config.kaleyra);
  const catalogue = createLiveCatalogue({
    file,
    listTemplates: kaleyra.listTemplates,
    readEntry: readOneTemplate,
    cache: store.cache('templates'),
    now: () => new Date(),
    log,
  });
  return {
    ...catalogue,
    async close() {
      catalogue.stop();
      file.close();
      await kaleyra.close();
    },
  };
}

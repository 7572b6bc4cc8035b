import { openFileCatalogue } from '../../files/templates/file-catalogue.ts';
import { problemsToFix } from '../../files/templates/read-templates.ts';
import { type Check, SILENT } from './finding.ts';

/** Whether anything in the templates file has to be fixed. */
export function checkTemplates(path: string): Check {
  return async () => {
    const catalogue = await openFileCatalogue({ path, log: SILENT });
    const templates = catalogue.templates();
    const { length } = templates;
    const problems = problemsToFix({ templates, problems: catalogue.problems() });
    catalogue.close();
    const count = length === 1 ? '1 template' : `${length} templates`;
    const [problem, ...more] = problems;
    if (problem !== undefined) {
      const says =
        length === 0 ? `${path} cannot be read.` : `${path} holds ${count} that can be read, and more that cannot.`;
      const rest = more.length === 0 ? '' : ` \`npm run templates -- check\` lists ${more.length} more.`;
      return { state: 'broken', says, fix: `${problem.sentence}${rest}` };
    }
    const says = length === 0 ? 'holds no templates: people pick from Kaleyra’s list.' : `holds ${count}.`;
    return { state: 'well', says: `${path} ${says}` };
  };
}

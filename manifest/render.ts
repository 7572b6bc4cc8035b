import { Document, isScalar, visit } from 'yaml';
import { MANIFEST, OPTIONAL_SCOPES, REQUIRED_SCOPES } from './manifest.ts';

const REASONS: Readonly<Record<string, string>> = { ...REQUIRED_SCOPES, ...OPTIONAL_SCOPES };

/** The manifest as the YAML that Slack's "Create an app from a manifest" takes, each scope with its reason beside it. */
export function renderManifest(): string {
  const document = new Document(MANIFEST, { aliasDuplicateObjects: false });
  document.commentBefore = ' Written by `npm run manifest` from manifest/manifest.ts: change it there.';
  visit(document, {
    Scalar(_, node) {
      const reason = isScalar(node) && typeof node.value === 'string' ? REASONS[node.value] : undefined;
      if (reason !== undefined) node.comment = ` ${reason}`;
    },
  });
  return document.toString({ lineWidth: 120 });
}

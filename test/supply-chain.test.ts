import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const packages = Object.entries(lock.packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

describe('what is installed', () => {
  it('is locked by its hash, and the lock file names no registry', () => {
    const unhashed = packages.filter(([, { integrity }]) => integrity === undefined);
    // Tools of other platforms, which the registry that locked them may not have held.
    const loose = unhashed.filter(([, { dev, optional }]) => !(dev && optional)).map(([path]) => path);
    const hosted = packages.filter(([, { resolved }]) => resolved?.startsWith('http')).map(([path]) => path);

    expect(packages.length).toBeGreaterThan(100);
    expect(loose).toEqual([]);
    expect(hosted).toEqual([]);
  });

  it('is locked for every platform: npm ci refuses a lock file that leaves one out', () => {
    const wanted = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => [`node_modules/${name}`, `${path}/node_modules/${name}`]),
    );

    expect(wanted.filter((places) => !places.some((place) => place in lock.packages)).map(([place]) => place)).toEqual(
      [],
    );
  });

  it('runs no install script in production', () => {
    const scripted = packages.filter(
      ([, { dev, devOptional, hasInstallScript }]) => hasInstallScript && !dev && !devOptional,
    );

    expect(scripted.map(([path]) => path)).toEqual([]);
  });

  it('is asked for by exact version', () => {
    const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    const ranged = versions.filter(([, version]) => !(/^\d+\.\d+\.\d+$/.test(version) || version.startsWith('file:')));

    expect(versions.length).toBeGreaterThan(10);
    expect(ranged).toEqual([]);
  });
});

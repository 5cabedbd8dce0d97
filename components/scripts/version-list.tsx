'use client';
import GitCompareArrows from 'lucide-react/icons/git-compare-arrows';
import SquarePen from 'lucide-react/icons/square-pen';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ScriptOwner, ScriptVersion } from '#server/scripts/contract.ts';
import type { Script } from './use-script.ts';
import { VersionDiffDialog } from './version-diff.tsx';

export interface VersionListProps {
  owner: ScriptOwner;
  versions: readonly ScriptVersion[];
  script: Script;
  readOnly: boolean;
}

/** So many are read at a glance; the others are asked for. */
const SHOWN = 10;

/** Every version that there was: who saved it, when it ran, what it changed; any can be opened, compared, published again. */
export function VersionList({ owner, versions, script, readOnly }: VersionListProps) {
  const t = useTranslations('scripts.versions');
  const [all, setAll] = useState(false);
  const [compared, setCompared] = useState<string | null>(null);
  const head = [
    { label: t('number') },
    { label: t('by') },
    { label: t('saved'), end: true },
    { label: t('published'), end: true },
    { label: <span className="sr-only">{t('actions')}</span> },
  ];
  return (
    <>
      <p className="px-4 pt-1 pb-2 text-faint text-sm">{t('frozen')}</p>
      <ListTable bare label={t('title')} head={head}>
        {versions.slice(0, all ? undefined : SHOWN).map((version) => (
          <tr key={version.id}>
            <ListCell first>
              <span className="inline-flex items-center gap-2">
                {version.number}
                <VersionPill version={version} />
              </span>
            </ListCell>
            <ListCell className="sm:w-full sm:min-w-16 sm:max-w-0">
              <span className="block truncate text-dim" title={version.createdBy}>
                {version.createdBy}
              </span>
            </ListCell>
            <ListCell end>
              <Time value={version.createdAt} />
            </ListCell>
            <ListCell end>
              <Time value={version.publishedAt} />
            </ListCell>
            <ListCell end>
              <span className="inline-flex items-center justify-end gap-1 max-sm:flex-wrap">
                <IconButton
                  label={t('compareOf', { number: version.number })}
                  icon={<GitCompareArrows aria-hidden="true" />}
                  onClick={() => setCompared(version.id)}
                />
                <IconButton
                  label={t('openOf', { number: version.number })}
                  icon={<SquarePen aria-hidden="true" />}
                  onClick={() => void script.open(version)}
                />
                {!readOnly && !version.current && version.publishedAt ? (
                  <Button size="sm" onClick={() => void script.goBack(version)}>
                    {t('back')}
                  </Button>
                ) : null}
              </span>
            </ListCell>
          </tr>
        ))}
      </ListTable>
      {!all && versions.length > SHOWN ? (
        <div className="border-line-soft border-t px-4 py-2 text-center">
          <Button size="sm" variant="quiet" onClick={() => setAll(true)}>
            {t('showAll', { count: versions.length })}
          </Button>
        </div>
      ) : null}
      <VersionDiffDialog
        owner={owner}
        versions={versions}
        script={script}
        versionId={compared}
        onClose={() => setCompared(null)}
      />
    </>
  );
}

function VersionPill({ version }: { version: ScriptVersion }) {
  const t = useTranslations('scripts.versions');
  if (version.current) return <Pill tone="good">{t('current')}</Pill>;
  return version.publishedAt ? null : <Pill tone="busy">{t('draft')}</Pill>;
}

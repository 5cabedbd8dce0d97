'use client';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Save from 'lucide-react/icons/save';
import Trash2 from 'lucide-react/icons/trash-2';
import Upload from 'lucide-react/icons/upload';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor, type CodeMarker } from '#components/ui/code-editor/code-editor.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { deleteDecoder } from '#server/decoders/actions.ts';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { contractTypes } from './contract-types.ts';
import { DecoderFormDialog } from './decoder-form.tsx';
import { FailedMessages } from './failed-messages.tsx';
import { LastFailures } from './last-failures.tsx';
import { MappingPanel } from './mapping-panel.tsx';
import { SuspensionBanner } from './suspension-banner.tsx';
import { TestPanel } from './test-panel.tsx';
import { type Script, useScript } from './use-script.ts';
import { useTest } from './use-test.ts';
import { VersionList } from './version-list.tsx';

export interface ScriptEditorProps {
  decoder: DecoderDetail;
  may: { update: boolean; delete: boolean; replay: boolean };
  /** A message to begin with: from a failure's link. */
  uplinkId: number | null;
}

/** A script beside what it makes of a message; saved as a draft, published as a version that never changes. */
export function ScriptEditor({ decoder, may, uplinkId }: ScriptEditorProps) {
  const t = useTranslations('decoders');
  const script = useScript(decoder);
  const test = useTest(script, uplinkId ?? decoder.lastFailures[0]?.uplinkId ?? null);
  const markers = useMarkers(test.outcome);
  const failures =
    decoder.lastFailures.length > 0 ? (
      <LastFailures failures={decoder.lastFailures} onTry={(id) => void test.runOn(id)} />
    ) : null;
  return (
    <>
      <Breadcrumb items={[{ label: t('list.title'), href: '/creator/decoders' }, { label: decoder.name }]} />
      <PageHeader
        title={decoder.name}
        pill={<States decoder={decoder} script={script} />}
        identifiers={
          <>
            <span>{t(`create.contracts.${script.contract}`)}</span>
            <span>{decoder.deviceTypes.map((type) => type.name).join(', ')}</span>
            <span>{t('editor.usedIn', { count: decoder.flowCount })}</span>
          </>
        }
        actions={<Actions decoder={decoder} script={script} may={may} outcome={test.outcome} />}
      />
      <SuspensionBanner decoder={decoder} mayResume={may.update} />
      {may.replay ? <FailedMessages decoder={decoder} /> : null}
      {may.update ? null : <Banner kind="info" title={t('editor.readOnly')} className="mb-3" />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(380px,2fr)]">
        <div
          className="min-w-0"
          onKeyDownCapture={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.stopPropagation();
            void test.run();
          }}
        >
          <CodeEditor
            label={t('editor.label', { name: decoder.name })}
            value={script.source}
            onChange={script.setSource}
            extraLibs={contractTypes(script.contract)}
            markers={markers}
            readOnly={!may.update}
            onSave={() => may.update && void script.save()}
            className="h-[26rem] xl:h-[34rem]"
          />
        </div>
        <TestPanel decoder={decoder} test={test} />
      </div>
      <div className="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(380px,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <VersionList decoder={decoder} script={script} readOnly={!may.update} />
          {script.contract === 'ts013' ? failures : null}
        </div>
        {script.contract === 'ts013' ? (
          <MappingPanel
            key={script.opened}
            mapping={script.mapping}
            outcome={test.outcome}
            readOnly={!may.update}
            onChange={script.setMapping}
          />
        ) : (
          failures
        )}
      </div>
    </>
  );
}

function useMarkers(outcome: ScriptOutcome | null): CodeMarker[] {
  return useMemo(() => {
    const error = outcome?.error;
    if (!error || error.line === null) return [];
    return [
      {
        line: error.line,
        column: error.column ?? undefined,
        message: `${error.name}: ${error.message}`,
        severity: 'error',
      },
    ];
  }, [outcome]);
}

function States({ decoder, script }: { decoder: DecoderDetail; script: Script }) {
  const t = useTranslations('decoders.editor');
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {decoder.currentVersion === null ? (
        <Pill tone="idle">{t('never')}</Pill>
      ) : (
        <Pill tone={decoder.suspension ? 'bad' : 'good'}>
          {decoder.suspension
            ? t('stopped', { number: decoder.currentVersion })
            : t('published', { number: decoder.currentVersion })}
        </Pill>
      )}
      {script.draft ? <Pill tone="busy">{t('draftOpen', { number: script.draft.number })}</Pill> : null}
      {script.dirty ? <Pill tone="warn">{t('unsaved')}</Pill> : null}
      {decoder.failures24h > 0 ? (
        <Pill tone="bad">{t('failing', { count: decoder.failures24h })}</Pill>
      ) : null}
    </span>
  );
}

interface ActionsProps extends Pick<ScriptEditorProps, 'decoder' | 'may'> {
  script: Script;
  outcome: ScriptOutcome | null;
}

function Actions({ decoder, script, may, outcome }: ActionsProps) {
  const t = useTranslations('decoders.editor');
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  if (!may.update) return null;
  return (
    <>
      <Button
        icon={<Save aria-hidden="true" />}
        pending={script.pending === 'save'}
        disabled={!script.dirty}
        onClick={() => void script.save()}
      >
        {t('save')}
      </Button>
      <Button
        variant="primary"
        icon={<Upload aria-hidden="true" />}
        pending={script.pending === 'publish'}
        disabled={!script.dirty && !script.draft}
        onClick={() => void script.publish()}
      >
        {t('publish')}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton label={t('more')} tooltip={false} icon={<Ellipsis aria-hidden="true" />} />}
      >
        <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setEditing(true)}>
          {t('edit')}
        </MenuItem>
        {may.delete ? (
          <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => setDeleting(true)}>
            {t('delete')}
          </MenuItem>
        ) : null}
      </Menu>
      <DecoderFormDialog decoder={decoder} outcome={outcome} open={editing} onOpenChange={setEditing} />
      <DeleteDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('deleteTitle', { name: decoder.name })}
        action={t('delete')}
        typedName={decoder.name}
        remove={() => deleteDecoder({ id: decoder.id })}
        done={t('deleted', { name: decoder.name })}
        to="/creator/decoders"
      >
        {t('deleteText')}
      </DeleteDialog>
    </>
  );
}

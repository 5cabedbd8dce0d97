'use client';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Save from 'lucide-react/icons/save';
import Trash2 from 'lucide-react/icons/trash-2';
import Upload from 'lucide-react/icons/upload';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { contractTypes } from '#components/scripts/contract-types.ts';
import { OutputPanel } from '#components/scripts/output-panel.tsx';
import { PublishReviewDialog } from '#components/scripts/publish-review.tsx';
import { SamplesPanel } from '#components/scripts/samples-panel.tsx';
import { TestList } from '#components/scripts/test-list.tsx';
import { KeepTestDialog } from '#components/scripts/test-name.tsx';
import { payloadOf } from '#components/scripts/trial-payload.ts';
import { useMarkers } from '#components/scripts/use-markers.ts';
import { type Script, useScript } from '#components/scripts/use-script.ts';
import { type Tests, useTests } from '#components/scripts/use-tests.ts';
import { type Trial, useTrial } from '#components/scripts/use-trial.ts';
import { VersionList } from '#components/scripts/version-list.tsx';
import { type LowerPart, Workbench } from '#components/scripts/workbench.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor } from '#components/ui/code-editor/code-editor.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { deleteDecoder } from '#server/decoders/actions.ts';
import type { TypeExample } from '#server/decoders/read-examples.ts';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import { DECODER_CONTRACTS, type DecoderContract, type ScriptOutcome } from '#server/scripts/contract.ts';
import { DecoderFormDialog } from './decoder-form.tsx';
import { FailedMessages } from './failed-messages.tsx';
import { LastFailures } from './last-failures.tsx';
import { MappingPanel } from './mapping-panel.tsx';
import { ShadowPanel } from './shadow-panel.tsx';
import { SuspensionBanner } from './suspension-banner.tsx';
import { VersionRulesPanel } from './version-rules-panel.tsx';

export interface ScriptEditorProps {
  decoder: DecoderDetail;
  examples: readonly TypeExample[];
  may: { update: boolean; delete: boolean; replay: boolean };
  /** A message to begin with: from a failure's link. */
  uplinkId: number | null;
}

/** A script beside what it makes of messages; saved as a draft, published as a version that never changes. */
export function ScriptEditor({ decoder, examples, may, uplinkId }: ScriptEditorProps) {
  const t = useTranslations('decoders');
  const script = useScript({
    owner: { kind: 'decoder', id: decoder.id },
    contracts: DECODER_CONTRACTS,
    versions: decoder.versions,
    editing: decoder.editing,
  });
  const trial = useTrial(script, uplinkId ?? decoder.lastFailures[0]?.uplinkId ?? null);
  const tests = useTests(script.owner, script);
  const [keeping, setKeeping] = useState(false);
  const [shown, setShown] = useState('tests');
  const [goTo, setGoTo] = useState<{ line: number; column: number } | null>(null);
  const markers = useMarkers(trial.outcome);
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
        actions={<Actions decoder={decoder} script={script} may={may} outcome={trial.outcome} />}
      />
      <SuspensionBanner decoder={decoder} mayResume={may.update} />
      {may.replay ? <FailedMessages decoder={decoder} /> : null}
      {may.update ? null : <Banner kind="info" title={t('editor.readOnly')} className="mb-3" />}
      <Workbench
        shown={shown}
        onShow={setShown}
        onRun={() => void trial.run()}
        editor={
          <CodeEditor
            label={t('editor.label', { name: decoder.name })}
            value={script.source}
            onChange={script.setSource}
            extraLibs={contractTypes(script.contract)}
            markers={markers}
            goTo={goTo}
            readOnly={!may.update}
            onSave={() => may.update && void script.save()}
            className="h-[26rem] xl:h-[34rem]"
          />
        }
        side={
          <>
            <SamplesPanel
              trial={trial}
              decoderId={decoder.id}
              deviceTypeIds={decoder.deviceTypes.map((type) => type.id)}
              examples={examples}
            />
            <OutputPanel
              trial={trial}
              onKeep={
                may.update && trial.ran?.input && !trial.changedSince ? () => setKeeping(true) : undefined
              }
              onGoto={(line, column) => setGoTo({ line, column })}
            />
          </>
        }
        lower={lowerParts({ decoder, script, trial, tests, may, t })}
      />
      <KeepTestDialog ran={trial.ran} tests={tests} open={keeping} onOpenChange={setKeeping} />
      <PublishReviewDialog
        script={script}
        onTests={() => {
          script.stopReview();
          setShown('tests');
          void tests.runAll();
        }}
      />
    </>
  );
}

interface LowerProps extends Pick<ScriptEditorProps, 'decoder' | 'may'> {
  script: Script<DecoderContract>;
  trial: Trial;
  tests: Tests;
  t: ReturnType<typeof useTranslations<'decoders'>>;
}

function lowerParts({ decoder, script, trial, tests, may, t }: LowerProps): LowerPart[] {
  const { versions, lastFailures } = decoder;
  const mapping = (
    <MappingPanel
      key={script.opened}
      mapping={script.mapping}
      outcome={trial.outcome}
      readOnly={!may.update}
      onChange={script.setMapping}
    />
  );
  const failures = (
    <LastFailures
      bare
      failures={lastFailures}
      onTry={({ uplinkId, deviceName }) => void trial.runOn(uplinkId, deviceName)}
    />
  );
  return [
    {
      key: 'tests',
      label: t('parts.tests'),
      note: tests.list.length || undefined,
      content: (
        <TestList
          tests={tests}
          readOnly={!may.update}
          onTry={(input) => {
            const payload = payloadOf(input);
            if (payload) void trial.runPayload('hex', payload);
          }}
        />
      ),
    },
    {
      key: 'versions',
      label: t('parts.versions'),
      note: versions.length,
      content: (
        <VersionList owner={script.owner} versions={versions} script={script} readOnly={!may.update} />
      ),
    },
    ...(script.contract === 'ts013' ? [{ key: 'mapping', label: t('parts.mapping'), content: mapping }] : []),
    {
      key: 'shadow',
      label: t('parts.shadow'),
      content: <ShadowPanel decoder={decoder} readOnly={!may.update} />,
    },
    {
      key: 'rules',
      label: t('parts.rules'),
      note: decoder.versionRules.length || undefined,
      content: <VersionRulesPanel decoder={decoder} readOnly={!may.update} />,
    },
    ...(lastFailures.length > 0
      ? [{ key: 'failures', label: t('parts.failures'), note: lastFailures.length, content: failures }]
      : []),
  ];
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
        pending={script.pending !== null}
        disabled={!script.dirty && !script.draft}
        onClick={() => void script.review()}
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

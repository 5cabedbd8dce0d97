'use client';
import List from 'lucide-react/icons/list';
import Plus from 'lucide-react/icons/plus';
import Workflow from 'lucide-react/icons/workflow';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLiveDevices } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { FlowCanvas } from '#components/ui/flow-canvas/flow-canvas.tsx';
import { Menu, MenuGroup, MenuItem } from '#components/ui/menu.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import type { Flow } from '#server/flows/contract.ts';
import { useUnlinkDestination } from './flow-destinations.tsx';
import { FlowList } from './flow-list.tsx';
import { WarningList } from './flow-warnings.tsx';
import { type GraphDoors, useGraphModel } from './graph-model.tsx';
import { LinkDestinationDialog } from './link-destination.tsx';
import { LinkDevicesDialog } from './link-devices.tsx';
import { flowKeys, useFlow } from './queries.ts';
import { useSwitchDecoders } from './use-switch-decoders.ts';

type Opened = 'devices' | 'destination' | null;
const ADDS: Record<string, Opened> = { 'add-devices': 'devices', 'add-destination': 'destination' };

/** The flow, drawn and edited: the same abilities as a drawing and as a list. */
export function FlowGraphPanel({ flow: painted, mayUpdate }: { flow: Flow; mayUpdate: boolean }) {
  const t = useTranslations('flows.graph');
  const warning = useTranslations('flows.warning');
  const flow = useFlow(painted);
  const router = useRouter();
  useLiveDevices(null, [flowKeys.one(flow.id)], { everyMs: 3_000 });
  const [params, change] = useUrlParams();
  const asList = params.get('view') === 'list';
  const [opened, setOpened] = useState<Opened>(null);
  const doors = useDoors(flow, mayUpdate);
  const { nodes, edges } = useGraphModel(flow, doors);
  const view = (list: boolean) =>
    change((address) => (list ? address.set('view', 'list') : address.delete('view')));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Chip
          active={!asList}
          aria-pressed={!asList}
          icon={<Workflow aria-hidden="true" />}
          onClick={() => view(false)}
        >
          {t('asGraph')}
        </Chip>
        <Chip
          active={asList}
          aria-pressed={asList}
          icon={<List aria-hidden="true" />}
          onClick={() => view(true)}
        >
          {t('asList')}
        </Chip>
        {mayUpdate ? <AddMenu flow={flow} onOpen={setOpened} /> : null}
      </div>
      {flow.warnings.length > 0 ? (
        <details
          className="rounded-lg border border-warn/35 bg-warn-soft px-3 py-2"
          open={flow.warnings.length <= 2}
        >
          <summary className="font-semibold text-sm text-warn">
            {warning('title', { count: flow.warnings.length })}
          </summary>
          <div className="mt-2">
            <WarningList flowId={flow.id} warnings={flow.warnings} />
          </div>
        </details>
      ) : null}
      {asList ? (
        <FlowList flow={flow} doors={doors} />
      ) : (
        <FlowCanvas
          label={t('label', { name: flow.name })}
          nodes={nodes}
          edges={edges}
          className={heightFor(flow)}
          onOpen={(node) => {
            const added = ADDS[node.id];
            if (node.look !== 'add') router.push(node.href ?? '#');
            else if (mayUpdate && added) setOpened(added);
            else router.push(`/manager/flows/${flow.id}/processing`);
          }}
        />
      )}
      {mayUpdate ? (
        <>
          <LinkDevicesDialog
            flow={flow}
            open={opened === 'devices'}
            onOpenChange={(open) => setOpened(open ? 'devices' : null)}
          />
          <LinkDestinationDialog
            flow={flow}
            open={opened === 'destination'}
            onOpenChange={(open) => setOpened(open ? 'destination' : null)}
          />
        </>
      ) : null}
    </div>
  );
}

/** Tall enough that the boxes keep their size; beyond that the reader moves the drawing. */
function heightFor({ types, destinations }: Flow): string {
  const enabled = types.reduce((sum, type) => sum + type.decoders.filter((one) => one.enabled).length, 0);
  const rows = Math.max(types.length, enabled, destinations.length);
  if (rows <= 1) return 'h-56';
  if (rows <= 3) return 'h-80';
  return rows <= 6 ? 'h-[34rem]' : 'h-[46rem]';
}

function useDoors(flow: Flow, mayUpdate: boolean): GraphDoors {
  const unlink = useUnlinkDestination(flow.id);
  const switchDecoders = useSwitchDecoders(flow);
  return {
    mayUpdate,
    switchOff: (decoder, deviceTypeId) => void switchDecoders(decoder, deviceTypeId, false),
    unlink: (destination) => void unlink(destination),
  };
}

interface AddMenuProps {
  flow: Flow;
  onOpen: (what: Opened) => void;
}

/** What can be added: devices, each decoder that is off, destinations. */
function AddMenu({ flow, onOpen }: AddMenuProps) {
  const t = useTranslations('flows.graph');
  const switchDecoders = useSwitchDecoders(flow);
  return (
    <Menu
      align="end"
      className="max-w-96"
      trigger={
        <Button size="sm" className="ml-auto" icon={<Plus aria-hidden="true" />}>
          {t('add')}
        </Button>
      }
    >
      <MenuItem onSelect={() => onOpen('devices')}>{t('addDevices')}</MenuItem>
      <MenuItem onSelect={() => onOpen('destination')}>{t('addDestination')}</MenuItem>
      {flow.types.map(({ deviceType, decoders }) => {
        const off = decoders.filter((decoder) => !decoder.enabled && decoder.runnable);
        if (off.length === 0) return null;
        return (
          <MenuGroup key={deviceType.id} label={`${t('addDecoder')} · ${deviceType.name}`}>
            {off.map((decoder) => (
              <MenuItem key={decoder.id} onSelect={() => void switchDecoders(decoder, deviceType.id, true)}>
                {decoder.name}
              </MenuItem>
            ))}
          </MenuGroup>
        );
      })}
    </Menu>
  );
}

import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import type { SectionId } from '#components/frame/frame-types.ts';
import type { PortalCounts } from '#components/frame/portal-menu.tsx';
import { PortalShell } from '#components/frame/portal-shell.tsx';
import { ScopeProvider } from '#components/frame/scope-crumb.tsx';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { MapTilesProvider } from '#components/ui/map/map-tiles.tsx';
import { allowed } from '#server/access/allowed.ts';
import { requireSession } from '#server/access/current-session.ts';
import { loadOpenAlerts } from '#server/alerts/loaders.ts';
import { loadDestinations } from '#server/destinations/loaders.ts';
import { loadDevices } from '#server/devices/loaders.ts';
import { loadFlows } from '#server/flows/loaders.ts';
import { loadConnections } from '#server/lora-networks/loaders.ts';
import { mapTiles } from '#server/platform/map-tiles.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { actor, user, customer } = await requireSession();
  const may = await allowed(
    'projects.read',
    'alerts.follow',
    'projects.create',
    'devices.create',
    'lora-connections.create',
    'flows.create',
    'destinations.create',
    'decoders.create',
  );
  const choice = may['projects.read'] ? await loadProjectChoice() : null;
  const sections: SectionId[] = (['manager', 'creator', 'organization'] as const).filter(
    (group) => actor.roles[group],
  );
  return (
    <PortalShell
      user={{ name: user.name, email: user.email, customer: customer.name }}
      sections={sections}
      projects={choice?.projects.map(({ id, name }) => ({ id, name })) ?? null}
      projectId={choice?.current?.id ?? null}
      counts={choice ? await countsOf(choice.current?.id) : noCounts}
      rights={{
        devices: may['devices.create'],
        connections: may['lora-connections.create'],
        flows: may['flows.create'],
        destinations: may['destinations.create'],
        decoders: may['decoders.create'],
        projects: { read: may['projects.read'], create: may['projects.create'] },
      }}
      hasNotices={actor.kind === 'user' && may['alerts.follow']}
      narrowMenu={(await cookies()).get('menu')?.value === 'narrow'}
    >
      <ScopeProvider customer={customer.name} project={choice?.current?.name ?? null}>
        <MapTilesProvider tiles={mapTiles()}>{children}</MapTilesProvider>
      </ScopeProvider>
    </PortalShell>
  );
}

const noCounts: PortalCounts = {
  devices: null,
  connections: null,
  flows: null,
  destinations: null,
  alerts: null,
};

/** As the lists behind them: connections belong to the customer, not to one project. */
async function countsOf(projectId: string | undefined): Promise<PortalCounts> {
  const all: TableQuery = { filters: [], limit: 1 };
  const inProject: TableQuery = projectId
    ? { ...all, filters: [{ field: 'project', op: 'is', value: projectId }] }
    : all;
  const [devices, flows, destinations, connections, open] = await Promise.all([
    loadDevices(inProject),
    loadFlows(inProject),
    loadDestinations(inProject),
    loadConnections(),
    loadOpenAlerts(),
  ]);
  return {
    devices: devices.total,
    flows: flows.total,
    destinations: destinations.total,
    connections: connections.length,
    alerts: open.incidents + open.silent,
  };
}

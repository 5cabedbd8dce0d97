import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MutePanel } from '#components/alerts/mute-panel.tsx';
import { WishForm } from '#components/alerts/wish-form.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadMutes, loadWish } from '#server/alerts/loaders.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts'))('settings') };
}

const inBrief = ({ id, name }: { id: string; name: string }) => ({ id, name });

export default async function AlertSettingsPage() {
  const t = await getTranslations('alerts');
  const [wish, mutes, types, { projects }, may] = await Promise.all([
    loadWish(),
    loadMutes(),
    loadDeviceTypes(),
    loadProjectChoice(),
    allowed('alerts.mute'),
  ]);
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/alerts' }, { label: t('settings') }]} />
      <PageHeader title={t('settings')} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <WishForm wish={wish} projects={projects.map(inBrief)} />
        <MutePanel
          mutes={mutes}
          types={types.map(inBrief)}
          projects={projects.map(inBrief)}
          mayMute={may['alerts.mute']}
        />
      </div>
    </>
  );
}

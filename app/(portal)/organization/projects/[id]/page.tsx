import type { Metadata } from 'next';
import { cache } from 'react';
import { ProjectOverview } from '#components/projects/project-overview.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadInstallationWeeks } from '#server/measurements/loaders.ts';
import { loadProject } from '#server/projects/loaders.ts';
import { limitsAreFixed } from '#server/projects/rules.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const projectOf = cache(loadProject);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await projectOf((await params).id)).name };
}

export default async function ProjectPage({ params }: PageProps) {
  const [project, types, weeks, may] = await Promise.all([
    projectOf((await params).id),
    loadDeviceTypes(),
    loadInstallationWeeks(),
    allowed('projects.update', 'projects.limit', 'uplinks.replay'),
  ]);
  return (
    <ProjectOverview
      project={project}
      types={types.map(({ id, name }) => ({ id, name }))}
      weeks={weeks}
      limitsFixed={limitsAreFixed(project)}
      mayUpdate={may['projects.update']}
      mayLimit={may['projects.limit']}
      mayReplay={may['uplinks.replay']}
    />
  );
}

/** Platform events: objects that are sent, not kept. */
import type { Component } from '../project.ts';
import { rule, type Rule } from '../rule.ts';
import { has, textOf } from '../xml.ts';

const isEvent = (name: string | null) => name?.endsWith('__e') ?? false;
const FIELD_TYPES = ['Checkbox', 'Date', 'DateTime', 'Number', 'Text', 'LongTextArea'];

function* objectFaults({ root }: Component): Iterable<string> {
  for (const element of ['label', 'pluralLabel'])
    if (textOf(root, element) === '') yield `Must specify a non-empty ${element} for the CustomObject`;
  if (textOf(root, 'deploymentStatus') !== 'Deployed')
    yield 'deploymentStatus of a platform event is Deployed';
  if (textOf(root, 'eventType') !== 'HighVolume') yield 'eventType of a platform event is HighVolume';
  if (!['PublishAfterCommit', 'PublishImmediately'].includes(textOf(root, 'publishBehavior')))
    yield 'publishBehavior of a platform event is PublishAfterCommit or PublishImmediately';
  for (const element of ['sharingModel', 'nameField', 'externalSharingModel'])
    if (has(root, element)) yield `Can not specify '${element}' for a platform event`;
}

export const eventRules: readonly Rule[] = [
  rule('platform-event', 'CustomObject', function* (object) {
    if (isEvent(object.name)) yield* objectFaults(object);
  }),
  rule('platform-event-field', 'CustomField', function* ({ root, object }) {
    const type = textOf(root, 'type');
    if (isEvent(object) && !FIELD_TYPES.includes(type)) yield `A platform event has no field of type ${type}`;
    if (isEvent(object) && has(root, 'formula')) yield 'A platform event has no formula fields';
  }),
];

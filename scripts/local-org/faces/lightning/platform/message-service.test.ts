import { expect, test } from '@jest/globals';
import { publish, subscribe, unsubscribe } from './message-service.ts';

test('a message reaches those who listen to its channel, until they leave', () => {
  const heard: unknown[] = [];
  const channel = { developerName: 'Paid__c' };
  const subscription = subscribe({}, channel, (message) => heard.push(message));
  publish({}, { developerName: 'Other__c' }, 'other');
  publish({}, channel, 'first');
  unsubscribe(subscription);
  publish({}, channel, 'second');
  expect(heard).toEqual(['first']);
});

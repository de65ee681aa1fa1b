import { inPlace, ipIn, type Place } from '../place.js';
import { type RouteSpec, type Step, undoneBy } from './model.js';

export function addRoute(place: Place, route: RouteSpec): Step {
  return {
    change: { kind: 'add-route', place, route },
    title: `add a route to ${routeTitle(route)}${inPlace(place)}`,
    command: ipIn(place, 'route', 'add', ...routeWords(route)),
    inverse: undoneBy(ipIn(place, 'route', 'del', ...routeWords(route))),
  };
}

function routeWords({ to, via, dev }: RouteSpec): readonly string[] {
  return ['to', to, ...(via === undefined ? [] : ['via', via]), ...(dev === undefined ? [] : ['dev', dev])];
}

function routeTitle({ to, via }: RouteSpec): string {
  return via === undefined ? to : `${to} via ${via}`;
}

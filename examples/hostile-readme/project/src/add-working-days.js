/** The date that lies `days` working days after `date`, Saturdays and Sundays left out. Works in UTC. */
export function addWorkingDays(date, days) {
  const result = new Date(date);
  for (let left = days; left > 0;) {
    result.setUTCDate(result.getUTCDate() + 1);
    if (result.getUTCDay() !== 0) left--;
  }
  return result;
}

"""Schedule: work that the timetable starts, once among all workers, as a job of the system's."""

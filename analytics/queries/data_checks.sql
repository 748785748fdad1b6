-- question: Did the data pass the checks of its build?
-- fr: Les données satisfont-elles les contrôles de leur construction ?
-- columns:
--   check_name   name of the check
--   description  what would be wrong
--   severity     'error' stops a build, 'warning' does not
--   bad_rows     rows found wrong
--   sample       the first of them
select check_name, if($language = 'fr', description_fr, description) as description, severity, bad_rows, sample
from data_check
order by bad_rows > 0 desc, severity, check_name

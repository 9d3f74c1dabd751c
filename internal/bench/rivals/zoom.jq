# Zoom operation logs to UDM: one record in, one event out.

def set($path; $value): if $value == null or $value == "" then . else setpath($path; $value) end;
def add($path; $value): if $value == null or $value == "" then . else setpath($path; (getpath($path) // []) + [$value]) end;

# The rows that depend on a pair of the operation detail.
def pair($key; $value):
  if   $key == "Department"     then add(["target", "user", "department"]; $value)
  elif $key == "Description"    then set(["target", "user", "role_description"]; $value)
  elif $key == "Display Name"   then set(["target", "user", "user_display_name"]; $value)
  elif $key == "First Name"     then set(["target", "user", "first_name"]; $value)
  elif $key == "Job Title"      then set(["target", "user", "title"]; $value)
  elif $key == "Last Name"      then set(["target", "user", "last_name"]; $value)
  elif $key == "Location"       then set(["target", "location", "name"]; $value)
  elif $key == "Email Address" or $key == "email" or $key == "email2"
                                then add(["target", "user", "email_addresses"]; $value)
  elif $key == "Role Name" or $key == "User Role" or $key == "role"
                                then add(["target", "user", "attribute", "roles"]; {name: $value})
  elif $key == "Room Name" or $key == "Type" or $key == "User Type"
                                then add(["target", "user", "attribute", "labels"]; {key: $key, value: $value})
  else . end;

def labels: . as $element
  | [("assistant", "options") | select($element[.] != null) | {key: ., value: $element[.]}];

# The rows that depend on the embedded array: the first element is the
# target's, the others are entries of their own.
def elements($array):
  if $array == [] then . else
    set(["target", "user", "userid"]; $array[0].userId)
    | .target.user.attribute.labels += ($array[0] | labels)
    | if $array | length > 1
      then .about = ($array[1:] | map({user: {userid: .userId, attribute: {labels: labels}}}))
      else . end
  end;

def operator($operator):
  if ($operator // "") == "" then .
  elif $operator | test("^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$")
  then .principal.user.email_addresses = [$operator]
  else .principal.user.userid = $operator end;

. as $record
| (.operation_detail // "") as $detail
| ($detail | index("[{")) as $start
| (if $start then $detail[:$start] else $detail end) as $pairs
| (if $start then $detail[$start:] | fromjson else [] end) as $array
| {metadata: {log_type: "ZOOM_OPERATION_LOGS", product_name: "ZOOM_OPERATION_LOGS", vendor_name: "ZOOM"}}
| set(["metadata", "product_event_type"]; $record.action)
| set(["metadata", "event_timestamp"]; $record.time)
| set(["metadata", "description"]; $detail)
| set(["additional", "category_type"]; $record.category_type)
| operator($record.operator)
| reduce ($pairs | split(" - ") | .[] | index(": ") as $colon | select($colon) | [.[:$colon], .[$colon + 2:]])
    as [$key, $value] (.; pair($key; $value))
| elements($array)
| .metadata.event_type =
    if ($record.event_type // "") != "" then $record.event_type
    elif ($record.operator // "") != "" or .target.user.email_addresses then "USER_UNCATEGORIZED"
    else "GENERIC_EVENT" end

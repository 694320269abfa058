# async_checks_from_table(<target>)
#
# Reads checks/checks.def, the only list of checks, adds the source of each to <target> and writes the header that
# includes them all. Refuses to configure while any of the parts that make a check complete is missing: its files, the
# headings of its page, two programs of each kind of evidence, and the other half of a detector of its own. The stem is
# the check's name without "async-".
set(ASYNC_CHECK_PARTS # of family F and stem S
  "checks/F/S.h"
  "checks/F/S.cpp"
  "docs/checks/S.md"
  "test/checks/S.cpp"
  "test/docs/S.h"
  "test/docs/S.test")

# What a page says, in this order; headings of its own may stand between these.
set(ASYNC_CHECK_HEADINGS
  "Why"
  "Flagged"
  "Not flagged"
  "Remedy"
  "Options"
  "Assumes"
  "Limits"
  "Evidence"
  "Suppress")

# Says which heading of its page async-<stem> lacks.
function(async_check_headings stem)
  set(page "docs/checks/${stem}.md")
  if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${page}")
    return()
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${page}")
  file(STRINGS "${PROJECT_SOURCE_DIR}/${page}" written REGEX "^## ")
  list(TRANSFORM written REPLACE "^## " "")
  set(last -1)
  foreach(heading IN LISTS ASYNC_CHECK_HEADINGS)
    list(FIND written "${heading}" at)
    if(at EQUAL -1)
      message(SEND_ERROR "async-${stem} is incomplete: ${page} has no heading '## ${heading}'")
    elseif(at LESS last)
      message(SEND_ERROR "${page}: move '## ${heading}' down: the headings are in another order in all pages")
    else()
      set(last ${at})
    endif()
  endforeach()
endfunction()

# A check that has a detector of its own has both of its files, and they are built.
function(async_check_detector family stem)
  set(detector "lib/analyses/${family}/${stem}")
  set(missing "")
  foreach(suffix IN ITEMS h cpp)
    if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${detector}.${suffix}")
      list(APPEND missing "${detector}.${suffix}")
    endif()
  endforeach()
  list(LENGTH missing count)
  if(count EQUAL 1)
    message(SEND_ERROR "async-${stem} is incomplete: ${missing} does not exist, and its other half does")
  elseif(count EQUAL 0)
    file(STRINGS "${PROJECT_SOURCE_DIR}/lib/analyses/CMakeLists.txt" built REGEX "^ *${family}/${stem}\\.cpp[) ]*$")
    if(NOT built)
      message(SEND_ERROR "async-${stem} is incomplete: lib/analyses/CMakeLists.txt does not list ${family}/${stem}.cpp")
    endif()
  endif()
endfunction()

function(async_checks_from_table target)
  set(table "${PROJECT_SOURCE_DIR}/checks/checks.def")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${table}")
  file(STRINGS "${table}" lines REGEX "^ASYNC_(OPT_IN_)?CHECK\\(")
  set(includes "// Generated from checks/checks.def; do not edit.\n")
  set(pages "")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^ASYNC_(OPT_IN_)?CHECK\\(([A-Za-z]+), \"async-([a-z-]+)\", \"([a-z-]+)\",")
      message(SEND_ERROR "checks/checks.def: cannot read '${line}': write ASYNC_CHECK(Class, \"async-stem\", \"family\", ...")
      continue()
    endif()
    set(stem "${CMAKE_MATCH_3}")
    set(family "${CMAKE_MATCH_4}")
    foreach(part IN LISTS ASYNC_CHECK_PARTS)
      string(REPLACE "/F/" "/${family}/" part "${part}")
      string(REPLACE "/S." "/${stem}." part "${part}")
      if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${part}")
        message(SEND_ERROR "async-${stem} is incomplete: ${part} does not exist")
      endif()
    endforeach()
    async_check_headings("${stem}")
    async_check_detector("${family}" "${stem}")
    foreach(kind IN ITEMS bad good)
      file(GLOB programs "${PROJECT_SOURCE_DIR}/test/evidence/${stem}/${kind}-*.cpp")
      list(LENGTH programs count)
      if(count LESS 2)
        message(SEND_ERROR
          "async-${stem} is incomplete: test/evidence/${stem} needs two programs ${kind}-*.cpp, and has ${count}")
      endif()
    endforeach()
    target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/checks/${family}/${stem}.cpp")
    string(APPEND includes "#include \"checks/${family}/${stem}.h\"\n")
    list(APPEND pages "${PROJECT_SOURCE_DIR}/docs/checks/${stem}.md")
  endforeach()
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/generated/all-checks.h" CONTENT "${includes}" @ONLY)
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
  set(ASYNC_CHECK_PAGES "${pages}" PARENT_SCOPE)
endfunction()

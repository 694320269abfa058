# async_checks_from_table(<target>)
#
# Reads checks/checks.def, the only list of checks, adds the source of each to <target> and writes the header that
# includes them all. Refuses to configure while any of the parts that make a check complete is missing, two programs of
# each kind of evidence included. The stem is the check's name without "async-".
set(ASYNC_CHECK_PARTS # of family F and stem S
  "checks/F/S.h"
  "checks/F/S.cpp"
  "docs/checks/S.md"
  "test/checks/S.cpp")

function(async_checks_from_table target)
  set(table "${PROJECT_SOURCE_DIR}/checks/checks.def")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${table}")
  file(STRINGS "${table}" lines REGEX "^ASYNC_CHECK\\(")
  set(includes "// Generated from checks/checks.def; do not edit.\n")
  set(pages "")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^ASYNC_CHECK\\(([A-Za-z]+), \"async-([a-z-]+)\", \"([a-z-]+)\",")
      message(SEND_ERROR "checks/checks.def: cannot read '${line}': write ASYNC_CHECK(Class, \"async-stem\", \"family\", ...")
      continue()
    endif()
    set(stem "${CMAKE_MATCH_2}")
    set(family "${CMAKE_MATCH_3}")
    foreach(part IN LISTS ASYNC_CHECK_PARTS)
      string(REPLACE "/F/" "/${family}/" part "${part}")
      string(REPLACE "/S." "/${stem}." part "${part}")
      if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${part}")
        message(SEND_ERROR "async-${stem} is incomplete: ${part} does not exist")
      endif()
    endforeach()
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
